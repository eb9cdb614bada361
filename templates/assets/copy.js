// Copies a link by a button. Without this file the button is not shown, and the link is selected by hand.
for (const button of document.querySelectorAll("button[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      // Not over http from elsewhere, or not allowed: the old way, which leaves the link selected at least.
      field.select();
      if (!document.execCommand("copy")) return;
    }
    document.getElementById(button.dataset.said).textContent = button.dataset.done;
  });
}
