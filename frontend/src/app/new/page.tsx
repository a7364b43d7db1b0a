import { SubmitScreen } from "@/features/submit/submit-screen";

export default function NewCasePage() {
  return <SubmitScreen />;
}
