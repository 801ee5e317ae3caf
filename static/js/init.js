// Starts the design-system components and the idle warning. Every page works without it.
import { initAll as startGovuk } from "../vendor/govuk/govuk-frontend.min.js";
import { initAll as startMoj } from "../vendor/moj/moj-frontend.min.js";
import { watchIdleTime } from "./idle.js";

startGovuk();
startMoj();
watchIdleTime();
