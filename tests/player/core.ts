// What the tests of the core call, bundled for Node.
export * from "../../hocvu/player/src/core/answers";
export * from "../../hocvu/player/src/core/bits";
export * from "../../hocvu/player/src/core/formats";
export * from "../../hocvu/player/src/core/progress";
export * from "../../hocvu/player/src/core/tracker";
export * from "../../hocvu/player/src/drivers/scorm12";
export * from "../../hocvu/player/src/drivers/scorm2004";
export * from "../../hocvu/player/src/i18n";
export * from "../../hocvu/player/src/core/segments";
export * from "../../hocvu/player/src/drivers/records";
export * from "../../hocvu/player/src/drivers/session";
