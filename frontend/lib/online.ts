import { isKeptPage } from "./device";

/** Say in the page when the connection is lost, and when it is back. */
export function watchOnline(): void {
  const notice = document.getElementById("offline");
  const show = (): void => {
    if (notice) notice.hidden = navigator.onLine && !isKeptPage();
  };
  window.addEventListener("online", show);
  window.addEventListener("offline", show);
  show();
}
