// What every page has: htmx, and the base behaviours. Without it links and forms still work.
import "./styles/app.css";

import { watchConfirm } from "./lib/confirm";
import { watchCopy } from "./lib/copy";
import { watchDevice } from "./lib/device";
import { watchDialogs } from "./lib/dialogs";
import { watchForms } from "./lib/forms";
import { watchMenus } from "./lib/menus";
import { watchOnline } from "./lib/online";
import { watchPrint } from "./lib/print";
import { watchRequests } from "./lib/requests";
import { watchShortcuts } from "./lib/shortcuts";
import { watchTimes } from "./lib/times";
import { watchToasts } from "./lib/toasts";

document.documentElement.classList.add("js");
watchRequests();
watchConfirm();
watchDialogs();
watchForms();
watchMenus();
watchToasts();
watchCopy();
watchShortcuts();
watchTimes();
watchDevice();
watchOnline();
watchPrint();
