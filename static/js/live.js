// Saves what is typed to an agenda item every few seconds, while a meeting is held. Only a help: the page has its own
// button to save. Unsaved words wait in the page itself and nowhere else in the browser, for machines are shared.

const QUIET = 2000; // milliseconds after the last key
const LONGEST = 8000; // milliseconds after the first key that is not saved yet
const AGAIN = 5000; // milliseconds between tries while the connection is lost
const PATIENCE = 15000;
const NOTHING_WRITTEN = new Set([404, 409, 422]);
const NOT_TYPED = new Set(["version", "once", "csrfmiddlewaretoken", "saving", "unanswered"]);

const clock = (at) => at.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });

const form = document.querySelector("form[data-live]");
const saved = document.querySelector("[data-live-saved]");
const trouble = document.querySelector("[data-live-trouble]");
const tabs = "BroadcastChannel" in window ? new BroadcastChannel("session-kept") : null;

let timer = null;
let firstKey = null; // when the oldest word was typed that is not saved
let running = null; // the saving that is under way
let stuck = false; // "held": somebody else wrote to this item, or it is closed; "wrong": a box has to be mended
let leaving = false;
let unanswered = []; // the marks of savings to which no answer came: the service may have written one all the same

const mark = () => [...crypto.getRandomValues(new Uint8Array(16))].map((one) => one.toString(16).padStart(2, "0")).join("");
// Every sending of the form has its own mark, and names those before it that had no answer.
const stamp = () => {
  const saving = mark();
  form.elements.saving.value = saving;
  form.elements.unanswered.value = unanswered.join(" ");
  unanswered.push(saving);
};
const sent = () => {
  stamp();
  return new URLSearchParams(new FormData(form));
};
const words = () => new URLSearchParams([...new FormData(form)].filter(([name]) => !NOT_TYPED.has(name))).toString();
let kept = words();
// Words that equal those kept last may still differ from what a saving without an answer wrote.
const open = () => words() !== kept || unanswered.length > 0;

const tell = (text) => {
  if (trouble.textContent !== text) {
    trouble.textContent = text;
  }
  trouble.hidden = !text;
  saved.hidden = Boolean(text);
};

// The session's guard looks at these: words that are saved need not be waited for.
const settle = () => {
  for (const field of form.elements) {
    if (field.type === "checkbox" || field.type === "radio") {
      field.defaultChecked = field.checked;
    } else if (field.options) {
      [...field.options].forEach((option) => { option.defaultSelected = option.selected; });
    } else if (field.type !== "hidden" && "defaultValue" in field) {
      field.defaultValue = field.value;
    }
  }
};

const notSaved = (why) => {
  tell(`Not saved since ${clock(firstKey ?? new Date())}. ${why} What you typed is still on this page: leave it open.`);
};

// After signing in again in another tab the form needs the new session's token.
const renewToken = async () => {
  const address = document.getElementById("idle-dialog")?.dataset.keepAddress;
  const answer = address && (await fetch(address, { redirect: "manual", cache: "no-store" }));
  const token = answer && answer.ok ? answer.headers.get("X-CSRF-Token") : null;
  if (token) {
    document.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach((field) => { field.value = token; });
  }
  return Boolean(token);
};

const post = () => fetch(form.action, {
  method: "POST",
  headers: { Accept: "application/json" },
  body: sent(),
  redirect: "manual",
  cache: "no-store",
  signal: AbortSignal.timeout(PATIENCE),
});

const refused = (answer) => answer.status === 403 || answer.type === "opaqueredirect";

// The answer to one saving. One that says that nothing was written leaves no doubt about it.
const send = async () => {
  const answer = await post();
  if (refused(answer) || NOTHING_WRITTEN.has(answer.status)) {
    unanswered.pop();
  }
  return answer;
};

const attempt = async () => {
  const typed = words();
  let answer = await send();
  if (refused(answer) && (await renewToken())) {
    answer = await send();
  }
  if (refused(answer)) {
    notSaved("You are signed out. Sign in again in another tab, then go on here.");
    return false;
  }
  if (NOTHING_WRITTEN.has(answer.status)) {
    const said = answer.status === 404 ? null : await answer.json().catch(() => null);
    stuck = "held";
    notSaved(said?.message ?? "This page can no longer be saved.");
    return false;
  }
  if (!answer.ok) {
    notSaved("The service did not answer. We try again by ourselves.");
    return false;
  }
  const result = await answer.json();
  form.elements.version.value = result.version;
  unanswered = [];
  tabs?.postMessage("session-kept");
  if (result.wrong.length) {
    stuck = words() === typed ? "wrong" : false;
    notSaved(`${result.wrong.join(" ")} Everything else is saved.`);
    return false;
  }
  kept = typed;
  if (open()) {
    firstKey = new Date();
  } else {
    firstKey = null;
    settle();
  }
  saved.textContent = `Saved at ${clock(new Date())}`;
  tell("");
  return true;
};

// One saving at a time, so that a page never overtakes itself.
const save = async () => {
  clearTimeout(timer);
  while (running) {
    await running;
  }
  if (!open() || stuck) {
    return !open();
  }
  running = attempt().catch(() => {
    notSaved("The connection is lost. We try again by ourselves.");
    return false;
  });
  const done = await running;
  running = null;
  if (!done && !stuck) {
    timer = setTimeout(save, AGAIN);
  } else if (open() && !stuck) {
    timer = setTimeout(save, QUIET);
  }
  return done && !open();
};

const typing = () => {
  stuck = stuck === "held" ? stuck : false;
  if (!open()) {
    return;
  }
  firstKey ??= new Date();
  clearTimeout(timer);
  timer = setTimeout(save, Math.max(0, Math.min(QUIET, LONGEST - (Date.now() - firstKey))));
};

const go = async (address) => {
  if (await save()) {
    leaving = true;
    window.location.assign(address);
  }
};

const start = () => {
  form.addEventListener("input", typing);
  form.addEventListener("change", typing);
  form.addEventListener("submit", async (event) => {
    if (leaving || (!running && trouble.hidden) || stuck) {
      leaving = true;
      clearTimeout(timer);
      stamp();
      return;
    }
    // Sent while a saving is under way or the connection is lost: first that, then the page, or its words would be lost.
    event.preventDefault();
    if (await save()) {
      leaving = true;
      form.requestSubmit(event.submitter);
    }
  });
  document.querySelectorAll("[data-live-item]").forEach((link) => {
    link.addEventListener("click", (event) => {
      if (open() && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
        event.preventDefault();
        go(link.href);
      }
    });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) {
      return;
    }
    event.preventDefault();
    go(event.shiftKey ? form.dataset.before : form.dataset.following);
  });
  window.addEventListener("beforeunload", (event) => {
    if (open() && !leaving) {
      event.preventDefault();
    }
  });
};

if (form && saved && trouble) {
  start();
}
