// Loads the compiled page. A file of its own because only module scripts may import.
import init from "./menhu.js";

init({ module_or_path: new URL("./menhu_bg.wasm", import.meta.url) }).catch(function (error) {
  console.error(error);
  document.getElementById("boot").className = "old";
  document.getElementById("boot-old").hidden = false;
});
