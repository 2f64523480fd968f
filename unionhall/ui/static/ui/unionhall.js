/* What pages need from the browser: menus that close, side panel, table selection, toasts, date picker, drafts.
   Every page works without it, except drafts, which it sends. No state stays in the browser. */
(function () {
  "use strict";
  const $ = (selector, root) => (root || document).querySelector(selector);
  const all = (selector, root) => Array.from((root || document).querySelectorAll(selector));

  /* On the rail the current group would lie open over the page: it opens when asked. */
  all(".is-rail").forEach((frame) => { if (window.matchMedia("(min-width: 900px)").matches) all(".uh-nav details[open]", frame).forEach((group) => { group.open = false; }); frame.classList.add("is-ready"); });

  /* "/" goes to the search; Esc closes what is open, innermost first. */
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const box = $("#uh-search");
      if (box) { event.preventDefault(); box.focus(); box.select(); }
    }
    if (event.key === "Escape") {
      const menu = $("details.uh-menu[open], details.uh-switcher[open], .is-rail .uh-nav details[open]");
      if (menu) { menu.open = false; $("summary", menu).focus(); } else if (document.documentElement.classList.contains("uh-menu-open")) { toggleMenu(false); } else { closeSide(); }
    }
    if (event.key === "Enter" && event.ctrlKey && event.target.form) { event.target.form.requestSubmit(); }
  });
  document.addEventListener("click", (event) => {
    all("details.uh-menu[open], details.uh-switcher[open], .is-rail .uh-nav details[open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
    const more = event.target.closest("[data-menu-toggle]");
    if (more) toggleMenu(!document.documentElement.classList.contains("uh-menu-open"));
    if (event.target.closest("[data-close-side]")) closeSide();
    if (event.target.closest("[data-back]")) window.history.back();
    if (event.target.closest("[data-print]")) window.print();
    if (event.target.closest("[data-close-toast]")) event.target.closest(".uh-toast").remove();
    const shown = event.target.closest("[data-show-password]");
    if (shown) {
      const field = document.getElementById(shown.dataset.showPassword);
      const hide = field.type === "text";
      field.type = hide ? "password" : "text";
      shown.textContent = hide ? shown.dataset.show : shown.dataset.hide;
      shown.setAttribute("aria-pressed", String(!hide));
    }
    const opener = event.target.closest("[data-dialog]");
    if (opener) { event.preventDefault(); document.getElementById(opener.dataset.dialog).showModal(); }
    const closer = event.target.closest("[data-close-dialog]");
    if (closer) { event.preventDefault(); closer.closest("dialog").close(); }
    const copy = event.target.closest("[data-copy]");
    if (copy) { navigator.clipboard.writeText(copy.dataset.copy).then(() => { if (copy.dataset.copied) copy.textContent = copy.dataset.copied; }); }
    const piece = event.target.closest("[data-insert]");
    if (piece) insertAtCursor(document.getElementById(piece.dataset.insertInto), piece.dataset.insert, Boolean(piece.dataset.insertLine), piece.dataset.insertUnit || "");
    const picker = event.target.closest("[data-pick-date]");
    if (picker) { const native = $("input.uh-picker", picker.parentElement); if (native.showPicker) native.showPicker(); }
  });
  /* A piece of text at the cursor of a text area, on a line of its own if it needs one; the browser's undo takes it back.
     Its unit is left out where it stands behind the cursor already. */
  function insertAtCursor(area, text, ownLine, unit) {
    const before = area.value.slice(0, area.selectionStart);
    const after = area.value.slice(area.selectionEnd);
    if (ownLine) text = (before && !before.endsWith("\n") ? "\n" : "") + text + (after.startsWith("\n") ? "" : "\n");
    const rest = after.trimStart();
    if (unit && rest.startsWith(unit) && !/^[均次员]/.test(rest.slice(unit.length))) text = text.slice(0, -unit.length).trimEnd();
    area.focus();
    if (!document.execCommand("insertText", false, text)) {
      area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
      area.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }
  function toggleMenu(open) {
    document.documentElement.classList.toggle("uh-menu-open", open);
    const button = $("[data-menu-toggle]");
    if (button) { button.setAttribute("aria-expanded", String(open)); if (!open) button.focus(); }
  }

  /* Side panel: htmx fills it; closing gives the focus back to the number. */
  let opener = null;
  function closeSide() {
    const side = $("#side-panel");
    if (!side || !side.childElementCount) return;
    side.replaceChildren();
    document.body.classList.remove("uh-has-side");
    all(".uh-num.is-selected").forEach((number) => { number.classList.remove("is-selected"); number.removeAttribute("aria-expanded"); });
    if (opener && opener.isConnected) opener.focus();
  }
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.target && event.detail.target.id === "side-panel" && event.detail.elt.classList.contains("uh-num")) {
      all(".uh-num.is-selected").forEach((number) => number.classList.remove("is-selected"));
      opener = event.detail.elt;
      opener.classList.add("is-selected");
      opener.setAttribute("aria-expanded", "true");
    }
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id !== "side-panel") return;
    document.body.classList.toggle("uh-has-side", event.detail.target.childElementCount > 0);
    const head = $("[data-close-side]", event.detail.target);
    if (head) head.focus();
  });

  /* On a phone filters fold behind the search; the button says how many are set. */
  all("form.uh-filters").forEach((form) => {
    const others = all(".uh-field:not(.is-search) select, .uh-field:not(.is-search) input", form);
    if (!others.length || !$(".is-search", form)) return;
    const set = others.filter((field) => field.type === "checkbox" ? field.checked : field.value && (field.tagName !== "SELECT" || field.selectedIndex > 0)).length;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn uh-unfold";
    button.textContent = document.body.dataset.filterWord + (set ? " " + set : "");
    button.addEventListener("click", () => { form.classList.remove("is-folded"); others[0].focus(); });
    $(".is-search", form).after(button);
    form.classList.add("is-folded");
  });

  /* Rows ticked: the bar below says how many; "all" takes those on other pages too. */
  document.addEventListener("change", (event) => {
    const auto = event.target.closest("[data-auto-submit]");
    if (auto) { auto.form.requestSubmit(); return; }
    const go = event.target.closest("[data-go]");
    if (go) { window.location.assign(go.value); return; }
    const file = event.target.closest(".uh-filebox input");
    if (file && file.files.length) { const box = file.closest(".uh-filebox"); box.classList.add("is-chosen"); $("[data-file-name]", box).textContent = Array.from(file.files, (one) => one.name).join("、"); return; }
    const native = event.target.closest("input.uh-picker");
    if (native) { const text = $("input.form-control", native.parentElement); text.value = native.value; text.dispatchEvent(new Event("input", { bubbles: true })); return; }
    const box = event.target.closest(".is-select input");
    if (!box) return;
    const form = box.closest("form");
    if (box.hasAttribute("data-select-page")) all("tbody .is-select input", form).forEach((row) => { row.checked = box.checked; });
    tell(form, false);
  });
  document.addEventListener("click", (event) => {
    const form = event.target.closest("form");
    if (event.target.closest("[data-select-all]")) { all(".is-select input", form).forEach((row) => { row.checked = true; }); tell(form, true); }
    if (event.target.closest("[data-select-none]")) { all(".is-select input", form).forEach((row) => { row.checked = false; row.indeterminate = false; }); tell(form, false); }
  });
  function tell(form, everything) {
    const rows = all("tbody .is-select input", form);
    const ticked = rows.filter((row) => row.checked).length;
    const page = $("[data-select-page]", form);
    if (page) { page.checked = ticked === rows.length && ticked > 0; page.indeterminate = ticked > 0 && ticked < rows.length; }
    const every = $("[name=select_all]", form);
    if (every) every.value = everything ? "1" : "";
    const bar = $(".uh-bulk", form);
    if (!bar) return;
    const count = everything ? bar.dataset.total : ticked.toLocaleString("en-US");
    const told = $("[data-ticked]", bar);
    told.textContent = told.dataset.ticked.replace("#", count);
    const link = $("[data-select-all]", bar);
    if (link) link.hidden = everything || ticked === Number(bar.dataset.rows);
  }

  /* A form sent is not sent twice; its button says that it is under way. */
  document.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!button || event.target.method !== "post" || event.target.hasAttribute("data-download")) return;
    if (event.target.dataset.sent) { event.preventDefault(); return; }
    event.target.dataset.sent = "1";
    button.classList.add("is-busy");
    if (button.dataset.busy) button.textContent = button.dataset.busy;
  });
  window.addEventListener("pageshow", () => all("form[data-sent]").forEach((form) => { delete form.dataset.sent; all(".is-busy", form).forEach((b) => b.classList.remove("is-busy")); }));

  /* Toasts stay 8 seconds; the pointer or the focus holds them. */
  all(".uh-toast").forEach((toast) => {
    let timer = setTimeout(() => toast.remove(), 8000);
    ["mouseenter", "focusin"].forEach((name) => toast.addEventListener(name, () => clearTimeout(timer)));
    ["mouseleave", "focusout"].forEach((name) => toast.addEventListener(name, () => { timer = setTimeout(() => toast.remove(), 8000); }));
  });
  const summary = $("form .uh-summary");
  if (summary) summary.focus();

  /* Drafts: what is typed is kept on the server every ten seconds, and when the page is left. */
  all("form[data-draft]").forEach((form) => {
    let changed = false;
    const line = $("[data-draft-line]");
    form.addEventListener("input", () => { changed = true; });
    form.addEventListener("submit", () => { changed = false; });
    const body = () => {
      const values = new FormData(form);
      all("input[type=file], input[type=password]", form).forEach((field) => values.delete(field.name));
      values.set("draft_key", form.dataset.draft);
      return new URLSearchParams(Array.from(values.entries()).filter((pair) => typeof pair[1] === "string"));
    };
    const keep = () => {
      if (!changed) return;
      changed = false;
      fetch(form.dataset.draftUrl, { method: "POST", body: body(), credentials: "same-origin" }).then((answer) => {
        if (!answer.ok || answer.redirected) changed = true;
        else if (line) line.textContent = line.dataset.draftLine;
      }, () => { changed = true; });
    };
    setInterval(keep, 10000);
    document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden" && changed) { changed = false; navigator.sendBeacon(form.dataset.draftUrl, body()); } });
  });
})();
