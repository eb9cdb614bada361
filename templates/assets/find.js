// Finds while one types: a form with data-find="ID …" fetches its own page and puts the parts with these ids, and the status,
// in place. Without this file the same form is sent as forms are.
const wait = 150;

for (const form of document.querySelectorAll("form[data-find]")) {
  const status = form.dataset.status || "found";
  const names = [...form.dataset.find.split(" "), status];
  const address = () => {
    const url = new URL(form.action, location.href);
    for (const [name, value] of new FormData(form)) if (value) url.searchParams.append(name, value);
    return url;
  };
  let timer, request, shown = address().search;

  const put = (page) => {
    for (const name of names) {
      const [here, there] = [document.getElementById(name), page.getElementById(name)];
      if (here && there) here.replaceChildren(...there.childNodes);
    }
  };

  const find = async (url, keep) => {
    request?.abort();
    request = new AbortController();
    const own = request;
    form.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(url, { signal: own.signal, headers: { Accept: "text/html" } });
      // Signed out meanwhile, or not now: the page itself says so better.
      if (!answer.ok || answer.redirected) return location.assign(url);
      put(new DOMParser().parseFromString(await answer.text(), "text/html"));
      shown = url.search;
      if (keep) history.replaceState(null, "", url);
    } catch (error) {
      const said = document.getElementById(status);
      if (error.name !== "AbortError" && said) said.textContent = form.dataset.offline;
    } finally {
      if (own === request) form.removeAttribute("aria-busy");
    }
  };

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const url = address();
      if (url.search !== shown) find(url, true);
    }, wait);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    const url = address();
    history.pushState(null, "", url);
    find(url, false);
  });
  addEventListener("popstate", () => {
    const url = new URL(location.href);
    for (const field of form.elements) {
      const usual = field.options ? field.options[0].value : field.type === "hidden" ? field.defaultValue : "";
      if (field.name) field.value = url.searchParams.get(field.name) || usual;
    }
    find(url, false);
  });
}
