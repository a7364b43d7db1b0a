import { Suspense } from "react";

import { Numbers } from "@/features/numbers/numbers";

export default function NumbersPage() {
  return (
    <Suspense>
      <Numbers />
    </Suspense>
  );
}
