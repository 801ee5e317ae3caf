// Shows what needs a passkey only where the browser has them, and says so in words when it gave none.

const possible = "PublicKeyCredential" in window && window.isSecureContext;

if (possible) {
  document.querySelectorAll("[data-passkey]").forEach((element) => element.removeAttribute("hidden"));
}

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  document.querySelectorAll("[data-passkey-trouble]").forEach((element) => element.removeAttribute("hidden"));
});
