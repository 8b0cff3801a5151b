// Starts the page, or says why it cannot. Written for the oldest web views: no module, no arrow.
(function () {
  "use strict";
  // (module (func (param externref))): reference types, which the compiled page needs. Asked of the
  // engine itself; version numbers of web views do not say it (Huawei counts its own).
  var probe = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 1, 111, 0]);

  function old() {
    document.getElementById("boot").className = "old";
    document.getElementById("boot-old").hidden = false;
  }

  if (typeof WebAssembly !== "object" || !WebAssembly.validate(probe)) {
    old();
    return;
  }
  var start = document.createElement("script");
  start.type = "module";
  start.src = "start.js";
  start.onerror = old;
  document.head.appendChild(start);
})();
