/* Only improves the pages: every one works without it. ES5, for old browsers. */
(function () {
  "use strict";
  function each(selector, act) {
    Array.prototype.forEach.call(document.querySelectorAll(selector), act);
  }
  function words(pattern, s) {
    return pattern.replace("%m", Math.floor(s / 60)).replace("%s", s % 60).replace("%t", s);
  }
  function count(seconds, tick) {
    var end = Date.now() + seconds * 1000, timer;
    function step() {
      var left = Math.max(0, Math.ceil((end - Date.now()) / 1000));
      tick(left);
      if (left === 0) { clearInterval(timer); }
    }
    timer = setInterval(step, 1000);
    step();
  }
  each("[data-show]", function (button) {
    var input = document.getElementById(button.getAttribute("data-show"));
    button.hidden = false;
    button.addEventListener("click", function () {
      var shown = input.type === "text";
      input.type = shown ? "password" : "text";
      button.setAttribute("aria-pressed", shown ? "false" : "true");
    });
  });
  each("[data-count]", function (place) {
    count(+place.getAttribute("data-count"), function (left) {
      place.textContent = left ? words(place.getAttribute("data-words"), left) : place.getAttribute("data-over");
    });
  });
  each("[data-wait]", function (button) {
    var plain = button.textContent;
    count(+button.getAttribute("data-wait"), function (left) {
      button.disabled = left > 0;
      button.textContent = left ? words(button.getAttribute("data-words"), left) : plain;
    });
  });
  each("[data-copy]", function (button) {
    var input = document.getElementById(button.getAttribute("data-copy"));
    button.hidden = false;
    button.addEventListener("click", function () {
      input.select();
      input.setSelectionRange(0, input.value.length);
      if (document.execCommand("copy")) { button.textContent = button.getAttribute("data-done"); }
    });
  });
  each("[data-reload]", function (link) {
    setTimeout(function () { location.replace(link.href); }, link.getAttribute("data-reload") * 1000);
  });
  each("form", function (form) {
    form.addEventListener("submit", function (event) {
      if (form.getAttribute("data-sent")) { event.preventDefault(); }
      form.setAttribute("data-sent", "1");
    });
  });
  window.addEventListener("pageshow", function () {
    each("form", function (form) { form.removeAttribute("data-sent"); });
  });
}());
