export const keys = {
  title: "Keys of this page",
  close: "Close",
  list: "Shows this list",
  single: "Single keys act",
  singleHint: "Turn them off if you dictate, or if keys are struck by accident. Kept in this browser.",
  names: { Enter: "Enter", " ": "Space", Escape: "Esc" },
};
