// Optional: every page works without it. Puts the reader at the error summary, and guards a double click.
"use strict";

const summary = document.getElementById("error-summary");
if (summary) summary.focus();

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent === "yes") event.preventDefault();
  form.dataset.sent = "yes";
  // An answer that is a file leaves this page standing: let it be sent again.
  setTimeout(() => delete form.dataset.sent, 3000);
});

// A page that the browser kept and shows again must be usable again.
window.addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});
