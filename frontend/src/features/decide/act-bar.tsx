import { Fragment, useId } from "react";

import { Button } from "@/components/ui/button";
import { Disclosure } from "@/features/decide/disclosure";
import type { Offer, OfferId, Why } from "@/features/decide/offers";
import { type Texts } from "@/texts/en";
import { useTexts } from "@/texts";

/** The keys of the acts that are done all day. */
export const KEYS: Readonly<Partial<Record<OfferId, string>>> = {
  accept: "a",
  override: "o",
  request: "r",
  escalate: "e",
};

/** The id of an act's button, where the focus goes back to. */
export const buttonOf = (id: OfferId) => `act-${id}`;

/** The acts as buttons. What cannot be done now is there, disabled, with the reason in words below. */
export function ActBar({
  offers,
  open,
  onOpen,
}: {
  offers: readonly Offer[];
  open: OfferId | null;
  onOpen: (id: OfferId) => void;
}) {
  const t = useTexts();
  const more = offers.filter(({ isMore }) => isMore);
  const row = { open, onOpen };
  return (
    <div className="space-y-2">
      <Row {...row} offers={offers.filter(({ isMore }) => !isMore)} />
      {more.length > 0 && (
        <Disclosure title={t.decide.more} isOpen={more.some(({ id }) => id === open)}>
          <Row {...row} offers={more} />
        </Disclosure>
      )}
    </div>
  );
}

function Row({
  offers,
  open,
  onOpen,
}: {
  offers: readonly Offer[];
  open: OfferId | null;
  onOpen: (id: OfferId) => void;
}) {
  const t = useTexts();
  const id = useId();
  const reasons = reasonsOf(t, offers);
  return (
    <>
      <div className="flex flex-wrap gap-2">
        {offers.map((offer) => {
          const place = reasons.findIndex(({ ids }) => ids.includes(offer.id));
          return (
            <Button
              key={offer.id}
              id={buttonOf(offer.id)}
              variant={offer.id === "accept" && !offer.why ? "primary" : "outline"}
              disabled={offer.why !== null}
              aria-expanded={open === offer.id}
              aria-keyshortcuts={KEYS[offer.id]}
              aria-describedby={place < 0 ? undefined : `${id}-${place}`}
              onClick={() => onOpen(offer.id)}
            >
              {t.decide.act[offer.id]}
              {KEYS[offer.id] && !offer.why && (
                <kbd aria-hidden className="rounded border border-current px-1 font-sans text-[0.6875rem] leading-4">
                  {KEYS[offer.id]}
                </kbd>
              )}
            </Button>
          );
        })}
      </div>
      {reasons.length > 0 && (
        <dl className="text-ink-soft space-y-0.5 text-xs">
          {reasons.map(({ ids, said, isOfService }, place) => (
            <div key={said} id={`${id}-${place}`}>
              <dt className="inline font-medium">
                {ids.map((one, nth) => (
                  <Fragment key={one}>
                    {nth > 0 && ", "}
                    {t.decide.act[one]}
                  </Fragment>
                ))}
                :{" "}
              </dt>
              <dd className="inline" lang={isOfService ? "en" : undefined}>
                {said}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </>
  );
}

type Reason = { ids: OfferId[]; said: string; isOfService: boolean };

/** Why some cannot be done, each reason once. */
function reasonsOf(t: Texts, offers: readonly Offer[]): readonly Reason[] {
  const reasons = new Map<string, Reason>();
  for (const { id, why } of offers) {
    if (!why) continue;
    const said = reasonOf(t, why);
    const reason = reasons.get(said) ?? { ids: [], said, isOfService: why.kind === "said" };
    reason.ids.push(id);
    reasons.set(said, reason);
  }
  return [...reasons.values()];
}

export function reasonOf(t: Texts, why: Why): string {
  if (why.kind === "said") return why.said;
  return t.decide.takesStates(why.states.map((state) => t.status[state].toLocaleLowerCase()).join(", "));
}
