// Warns before the session expires and lets the user stay signed in. Only a help: the server ends the session by itself.
// The time is shared between tabs, so that working in one of them keeps the others from warning.

const CHANNEL = "session-kept";

const inWords = (seconds) => {
  if (seconds > 60) {
    return `${Math.ceil(seconds / 60)} minutes left`;
  }
  return seconds === 1 ? "1 second left" : `${seconds} seconds left`;
};

export function watchIdleTime() {
  const dialog = document.getElementById("idle-dialog");
  if (!dialog || typeof dialog.showModal !== "function") {
    return;
  }
  const allowed = Number(dialog.dataset.idleSeconds);
  const warnAt = Math.min(Number(dialog.dataset.warnSeconds), Math.floor(allowed / 2));
  const shown = dialog.querySelector("[data-idle-countdown]");
  const spoken = dialog.querySelector("[data-idle-spoken]");
  const tabs = "BroadcastChannel" in window ? new BroadcastChannel(CHANNEL) : null;
  let endsAt = Date.now() + allowed * 1000;

  const restart = () => {
    endsAt = Date.now() + allowed * 1000;
    if (dialog.open) {
      dialog.close();
    }
  };

  const keep = async () => {
    try {
      const answer = await fetch(dialog.dataset.keepAddress, { credentials: "same-origin", redirect: "error", cache: "no-store" });
      if (!answer.ok) {
        throw new Error(String(answer.status));
      }
      restart();
      tabs?.postMessage(CHANNEL);
    } catch {
      spoken.textContent = shown.textContent = "We could not keep you signed in. Copy what you have typed, then reload the page.";
      endsAt = Infinity;
    }
  };

  const tick = () => {
    const left = Math.ceil((endsAt - Date.now()) / 1000);
    if (left > warnAt) {
      return;
    }
    if (left <= 0) {
      window.location.assign(window.location.href);
      endsAt = Infinity;
      return;
    }
    shown.textContent = inWords(left);
    if (left % 30 === 0) {
      spoken.textContent = inWords(left);
    }
    if (!dialog.open) {
      dialog.showModal();
    }
  };

  dialog.querySelector("[data-idle-keep]").addEventListener("click", keep);
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    keep();
  });
  tabs?.addEventListener("message", restart);
  tabs?.postMessage(CHANNEL);
  window.setInterval(tick, 1000);
}
