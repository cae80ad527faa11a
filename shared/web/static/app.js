// Optional: every page works without it. Puts the reader at the error summary, guards a double click,
// and shows the mails of a step without another press.
"use strict";

const summary = document.getElementById("error-summary");
if (summary) summary.focus();

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  // An answer into a frame leaves this page standing: what is typed can be looked at again at once.
  if (event.submitter && event.submitter.formTarget) return;
  if (form.dataset.sent === "yes") event.preventDefault();
  form.dataset.sent = "yes";
  // An answer that is a file leaves this page standing: let it be sent again.
  setTimeout(() => delete form.dataset.sent, 3000);
});

// A page that the browser kept and shows again must be usable again.
window.addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});

// A preview that follows what is typed: its button, pressed for the writer after a pause.
for (const button of document.querySelectorAll("[data-live]")) {
  let pause;
  const look = () => {
    // A new frame each time: in the old one each look would be a step for the Back button.
    const frame = document.getElementsByName(button.formTarget)[0];
    const fresh = frame.cloneNode();
    fresh.removeAttribute("src");
    frame.replaceWith(fresh);
    button.click();
  };
  button.form.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(look, 700);
  });
  // What was not saved is still in the form, and not what the frame has.
  if (summary) look();
}

// The frame is filled by its own form: pressed here, then of no more use; and as tall as it needs.
for (const form of document.querySelectorAll("form[data-at-once]")) {
  form.requestSubmit();
  form.hidden = true;
}
for (const frame of document.querySelectorAll(".mails-frame")) {
  frame.addEventListener("load", () => {
    const shown = frame.contentDocument?.documentElement;
    if (shown?.scrollHeight) frame.style.height = `${shown.scrollHeight + 2}px`;
  });
}
