/* A bank file is a download, so the page stays: once its answer has come, told by a cookie, the page is read again and
   shows the next step. */
(() => {
  "use strict";
  document.addEventListener("submit", (event) => {
    const name = event.target.dataset.download;
    if (!name) return;
    const gone = `${name}=; Max-Age=0; Path=/; SameSite=Strict`;
    document.cookie = gone;
    const watch = setInterval(() => {
      if (!document.cookie.split("; ").includes(`${name}=1`)) return;
      clearInterval(watch);
      document.cookie = gone;
      location.reload();
    }, 250);
  });
})();
