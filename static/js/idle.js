// Warns before the session expires and lets the user stay signed in. Only a help: the server ends the session by itself.
// The time is shared between tabs, so that working in one of them keeps the others from warning. A page on which
// something was typed is covered, not thrown away, when the session ends: the words wait until their author is back.

const CHANNEL = "session-kept";

const inWords = (seconds) => {
  if (seconds > 60) {
    return `${Math.ceil(seconds / 60)} minutes left`;
  }
  return seconds === 1 ? "1 second left" : `${seconds} seconds left`;
};

const somethingTyped = () => {
  const fields = [...document.querySelectorAll("main form[method=post] :is(input, textarea, select)")];
  return fields.some((field) => {
    if (field.type === "hidden" || field.type === "submit") {
      return false;
    }
    if (field.type === "checkbox" || field.type === "radio") {
      return field.checked !== field.defaultChecked;
    }
    if (field.options) {
      return [...field.options].some((option) => option.selected !== option.defaultSelected && field.selectedIndex > 0);
    }
    return field.value !== field.defaultValue;
  });
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
  const keepButton = dialog.querySelector("[data-idle-keep]");
  const tabs = "BroadcastChannel" in window ? new BroadcastChannel(CHANNEL) : null;
  let lastMoment = dialog.dataset.endsInSeconds ? Date.now() + Number(dialog.dataset.endsInSeconds) * 1000 : Infinity;
  let endsAt = Math.min(lastMoment, Date.now() + allowed * 1000);
  let ended = false;

  const restart = () => {
    if (ended) {
      return;
    }
    endsAt = Math.min(lastMoment, Date.now() + allowed * 1000);
    if (dialog.open && endsAt < lastMoment) {
      dialog.close();
    }
  };

  const ask = async () => {
    const answer = await fetch(dialog.dataset.keepAddress, { credentials: "same-origin", redirect: "error", cache: "no-store" });
    if (!answer.ok) {
      throw new Error(String(answer.status));
    }
    return answer;
  };

  const keep = async () => {
    try {
      await ask();
      restart();
      tabs?.postMessage(CHANNEL);
    } catch {
      spoken.textContent = shown.textContent = "We could not keep you signed in. Copy what you have typed, then reload the page.";
      endsAt = Infinity;
    }
  };

  // Back after signing in again in another tab: the form gets the new session's token and can be sent.
  const goOn = async () => {
    try {
      const token = (await ask()).headers.get("X-CSRF-Token");
      document.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach((field) => {
        field.value = token;
      });
      ended = false;
      dialog.close();
      dialog.classList.remove("house-dialog--ended");
      lastMoment = Infinity;
      restart();
    } catch {
      spoken.textContent = shown.textContent = "You are not signed in yet.";
    }
  };

  const end = () => {
    endsAt = Infinity;
    if (!somethingTyped()) {
      window.location.assign(window.location.href);
      return;
    }
    ended = true;
    dialog.classList.add("house-dialog--ended");
    dialog.querySelector("[data-idle-title]").textContent = "You have been signed out";
    dialog.querySelector("[data-idle-text]").textContent = "What you have typed is still here. Sign in in another tab, come back, and go on.";
    dialog.querySelector("[data-idle-again]").hidden = false;
    keepButton.textContent = "I have signed in again";
    shown.textContent = "";
    spoken.textContent = "You have been signed out. What you have typed is still here.";
    if (!dialog.open) {
      dialog.showModal();
    }
  };

  const tick = () => {
    const left = Math.ceil((endsAt - Date.now()) / 1000);
    if (ended || left > warnAt) {
      return;
    }
    if (left <= 0) {
      end();
      return;
    }
    shown.textContent = inWords(left);
    if (left % 30 === 0) {
      spoken.textContent = inWords(left);
    }
    if (!dialog.open) {
      const last = endsAt === lastMoment;
      keepButton.hidden = last;
      dialog.querySelector("[data-idle-close]").hidden = !last;
      if (last && dialog.dataset.toldOfTheEnd) {
        return;
      }
      if (last) {
        dialog.dataset.toldOfTheEnd = "yes";
        dialog.querySelector("[data-idle-text]").textContent = "A session lasts eight hours at most. Save what you have typed now, then sign in again.";
      }
      dialog.showModal();
    }
  };

  keepButton.addEventListener("click", () => (ended ? goOn() : keep()));
  dialog.querySelector("[data-idle-close]").addEventListener("click", () => dialog.close());
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    if (!ended) {
      keep();
    }
  });
  tabs?.addEventListener("message", restart);
  tabs?.postMessage(CHANNEL);
  window.setInterval(tick, 1000);
}
