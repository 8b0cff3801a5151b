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
  /* Captcha: work in the place of the picture, where the browser can do it (crates/server/src/captcha.rs). */
  each("[data-bits]", function (box) {
    var subtle = window.crypto && window.crypto.subtle, form = box;
    while (form && form.tagName !== "FORM") { form = form.parentNode; }
    if (!subtle || !window.Promise || !window.Uint8Array || !form) { return; }
    var bits = +box.getAttribute("data-bits"), puzzle = form.elements.work.value;
    var waiting = false, busy = box.querySelector("[data-work-busy]");
    function instead(hidden) {
      Array.prototype.forEach.call(form.querySelectorAll("[data-work-instead]"), function (part) { part.hidden = hidden; });
    }
    function go() {
      if (waiting) { form.setAttribute("data-sent", "1"); form.submit(); }
    }
    function isWork(digest) {
      var head = new DataView(digest).getUint32(0);
      return head >>> (32 - bits) === 0;
    }
    function digest(nonce) {
      var text = puzzle + nonce, ascii = new Uint8Array(text.length), i;
      for (i = 0; i < text.length; i++) { ascii[i] = text.charCodeAt(i); }
      return subtle.digest("SHA-256", ascii);
    }
    function work(from) {
      var batch = [], i;
      for (i = 0; i < 64; i++) { batch.push(digest(from + i)); }
      window.Promise.all(batch).then(function (digests) {
        for (i = 0; i < digests.length; i++) {
          if (isWork(digests[i])) { form.elements.nonce.value = from + i; busy.hidden = true; go(); return; }
        }
        work(from + digests.length);
      }, function () { busy.hidden = true; instead(false); form.elements.work.value = ""; waiting = false; puzzle = ""; });
    }
    form.addEventListener("submit", function (event) {
      if (!puzzle || form.elements.nonce.value) { return; }
      event.preventDefault();
      event.stopImmediatePropagation();
      waiting = true;
      busy.hidden = false;
    });
    instead(true);
    work(0);
  });
  /* A new password's rules tick in words as it is typed, judged as menhu_protocol::password does. */
  var SPACE = /[\s\u0085\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\u2800\u3164\ufeff\uffa0]/;
  var UNSEEN = /[\u0000-\u001f\u007f-\u009f\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f]|\udb40[\udd00-\uddef]/;
  var LETTER, NUMBER;
  try {
    LETTER = new RegExp("\\p{Alphabetic}", "u");
    NUMBER = new RegExp("\\p{N}", "u");
  } catch (old) {
    LETTER = { test: function (c) {
      return c.toLowerCase() !== c.toUpperCase() || /[\u3041-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]|[\ud840-\ud888]/.test(c);
    } };
    NUMBER = /[0-9]/;
  }
  function some(list, test) { return list.filter(test).length > 0; }
  function plain(c) { return LETTER.test(c) || NUMBER.test(c); }
  var RULES = {
    length: function (text, least) { return text.length >= least; },
    classes: function (text, least) {
      return some(text, function (c) { return LETTER.test(c); })
        + some(text, function (c) { return NUMBER.test(c); })
        + some(text, function (c) { return !plain(c) && !SPACE.test(c) && !UNSEEN.test(c); }) >= least;
    },
    no_space: function (text) {
      function joins(c) { return c && c > "\u007f" && !plain(c) && !SPACE.test(c); }
      return !some(text, function (c, i) {
        return SPACE.test(c) && !(c === "\u200d" && joins(text[i - 1]) && joins(text[i + 1]));
      });
    }
  };
  each("[data-rules]", function (list) {
    var form = list, status = list.parentNode.querySelector("[role=status]");
    while (form && form.nodeName !== "FORM") { form = form.parentNode; }
    var input = form && form.querySelector("input[autocomplete=new-password]");
    if (!input) { return; }
    input.addEventListener("input", function () {
      var text = input.value.normalize ? input.value.normalize("NFKC") : input.value, open = 0;
      text = text.match(/[\ud800-\udbff][\udc00-\udfff]|[\s\S]/g) || [];
      Array.prototype.forEach.call(list.children, function (line) {
        var judge = RULES[line.getAttribute("data-rule")];
        var kept = text.length && judge && judge(text, +line.getAttribute("data-least"));
        var tick = !text.length ? "" : !judge ? "data-send" : kept ? "data-kept" : "data-open";
        open += judge && !kept ? 1 : 0;
        line.className = kept ? "kept" : "";
        line.querySelector(".tick").textContent = tick && list.getAttribute(tick);
      });
      var met = open ? "" : status.getAttribute("data-met");
      if (status.textContent !== met) { status.textContent = met; }
    });
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
