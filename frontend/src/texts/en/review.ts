export const review = {
  title: "Review",
  back: "Back to the queue",
  next: "Next case",
  born: "born",
  member: "Member id",
  tabs: { review: "Review", facts: "Facts", checks: "Checks", decide: "Decide", history: "History" },
  unnamed: "The address names no case. Open one from the queue.",
};
