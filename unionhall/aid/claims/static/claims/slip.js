/* The token of the QR code stands in the address' fragment, which is never sent: it goes into the form, and out of the bar. */
(() => {
  "use strict";
  const form = document.querySelector("[data-slip]");
  if (!form || !location.hash) return;
  form.elements.token.value = location.hash.slice(1);
  const typed = form.querySelector("[data-slip-code]");
  if (typed) typed.hidden = true;
  history.replaceState(null, "", location.pathname);
})();
