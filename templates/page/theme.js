// Light or dark: the system's until the visitor turns it; settled before anything is drawn.

{
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const settle = () => {
    root.dataset.theme = localStorage.getItem("theme") ?? (system.matches ? "dark" : "light");
  };
  const turn = () => {
    localStorage.setItem("theme", root.dataset.theme === "dark" ? "light" : "dark");
    settle();
  };
  settle();
  system.addEventListener("change", settle);
  document.addEventListener("click", (event) => event.target.closest("#theme") && turn());
}
