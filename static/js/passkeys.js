// Passkeys: asks the device of the reader and sends its answer with a form of the page. Without it the password stays.
// A form says [data-passkey="add"|"sign-in"] and where the question comes from (data-ask); it holds an input named "answer".
(() => {
  if (!window.PublicKeyCredential || !navigator.credentials) return;

  const bytes = (text) => {
    const padded = text.replace(/-/g, "+").replace(/_/g, "/");
    return Uint8Array.from(atob(padded), (sign) => sign.charCodeAt(0));
  };
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

  const options = (asked) => {
    asked.challenge = bytes(asked.challenge);
    if (asked.user) asked.user.id = bytes(asked.user.id);
    for (const list of [asked.excludeCredentials, asked.allowCredentials]) {
      for (const one of list || []) one.id = bytes(one.id);
    }
    return asked;
  };

  const said = (credential) => {
    const response = { clientDataJSON: text(credential.response.clientDataJSON) };
    for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[name]) response[name] = text(credential.response[name]);
    }
    return JSON.stringify({
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      response,
      clientExtensionResults: {},
    });
  };

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      if (form.elements.answer.value) return;
      event.preventDefault();
      const problem = form.querySelector("[data-problem]");
      problem.hidden = true;
      try {
        const token = form.elements.csrfmiddlewaretoken.value;
        const question = await fetch(form.dataset.ask, { method: "POST", headers: { "X-CSRFToken": token } });
        if (question.redirected) return window.location.assign(question.url);
        const publicKey = options(await question.json());
        const act = form.dataset.passkey === "add" ? "create" : "get";
        form.elements.answer.value = said(await navigator.credentials[act]({ publicKey }));
        form.submit();
      } catch {
        // The reader said no, or the device has no key: nothing happened, and the page says so.
        problem.hidden = false;
      }
    });
  }
})();
