import { Suspense } from "react";

import { CaseScreen } from "@/features/case/case-screen";

export default function CasePage() {
  return (
    <Suspense>
      <CaseScreen />
    </Suspense>
  );
}
