// Shows the Markdown of one field as others will see it, while it is typed. Without this file a button does the same.
// The server renders it, with what renders the pages; what it answers holds no HTML that somebody typed.
const holder = document.querySelector("[data-preview]");
const area = holder && document.getElementById(holder.dataset.source);
const field = area && area.closest(".field");

if (field) {
  holder.querySelector(".preview")?.remove();
  const section = document.createElement("section");
  section.className = "panel preview";
  section.setAttribute("aria-label", holder.dataset.label);
  const heading = document.createElement("h2");
  heading.textContent = holder.dataset.label;
  const prose = document.createElement("div");
  prose.className = "prose";
  section.append(heading, prose);
  section.hidden = true;
  field.after(section);
  holder.querySelector('button[name="do"][value="preview"]')?.remove();

  let request;
  let timer;

  const show = async () => {
    request?.abort();
    if (!area.value.trim()) {
      section.hidden = true;
      return;
    }
    request = new AbortController();
    try {
      const answer = await fetch(holder.dataset.preview, {
        method: "POST",
        body: new URLSearchParams({ text: area.value }),
        signal: request.signal,
      });
      // Signed out meanwhile: the form itself will say so, and keep nothing from being sent again.
      if (!answer.ok || answer.redirected) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      prose.replaceChildren(...page.body.childNodes);
      section.hidden = false;
    } catch {
      // Gone, or a newer one is under way: what stands there stays.
    }
  };

  area.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(show, 250);
  });
  show();
}
