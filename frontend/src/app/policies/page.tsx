import { Suspense } from "react";

import { PoliciesScreen } from "@/features/policies/policies-screen";

export default function PoliciesPage() {
  return (
    <Suspense>
      <PoliciesScreen />
    </Suspense>
  );
}
