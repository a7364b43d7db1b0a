import { useQuery } from "@tanstack/react-query";
import { Plus, X } from "lucide-react";

import { type Schema, send } from "@/api/client";
import { Failure } from "@/components/failure";
import { Button } from "@/components/ui/button";
import { ActForm } from "@/features/decide/act-form";
import { PartyField } from "@/features/decide/choices";
import { type Doing, useStated } from "@/features/decide/doing";
import { Line, TextBox, Tick } from "@/features/decide/fields";
import { requestDraftOf } from "@/features/decide/queries";
import { useTexts } from "@/texts";

type Item = Schema["InformationItem"];
const NOTHING: Item = { line: null, policy_id: null, criterion_id: null, what: "", request: "" };

/** To ask for what is missing: drafted from the gaps of the revision that was read, edited and sent by a person. */
export function RequestForm({ doing }: { doing: Doing }) {
  const t = useTexts();
  const { data, error } = useQuery(requestDraftOf(doing.found.case_id, doing.bound.digest));
  if (error) return <Failure error={error} />;
  if (!data) return <p className="text-ink-soft mt-3">{t.loading}</p>;
  return <Editor key={data.digest} doing={doing} draft={data.draft} />;
}

function Editor({ doing, draft }: { doing: Doing; draft: Schema["InformationRequest"] | null }) {
  const t = useTexts();
  const path = { case_id: doing.found.case_id };
  const [stated, say] = useStated<{ items: readonly Item[]; to: Schema["Party"]; oral: boolean; respondBy: string }>({
    items: draft?.items ?? [NOTHING],
    to: draft?.to ?? "provider",
    oral: false,
    respondBy: "",
  });
  const { items } = stated;
  return (
    <ActForm<Schema["InformationRequest"]>
      doing={doing}
      title={t.decide.act.request}
      note={
        <>
          <p>{t.forms.request.note}</p>
          {!draft && <p className="text-ink-soft">{t.forms.request.none}</p>}
        </>
      }
      body={() => ({
        act: "request_information",
        items: [...items],
        to: stated.to,
        oral: stated.oral,
        respond_by: stated.respondBy || null,
      })}
      sendTo={(body) => send("/api/cases/{case_id}/information-requests", { params: { path }, body })}
      previewTo={(body) => send("/api/cases/{case_id}/information-requests/preview", { params: { path }, body })}
    >
      {items.map((item, place) => (
        <ItemFields
          key={place}
          item={item}
          place={place}
          onSay={(more) => say("items")(items.map((one, at) => (at === place ? { ...one, ...more } : one)))}
          onRemove={items.length > 1 ? () => say("items")(items.filter((_, at) => at !== place)) : undefined}
        />
      ))}
      <Button onClick={() => say("items")([...items, NOTHING])}>
        <Plus aria-hidden />
        {t.forms.request.add}
      </Button>
      <div className="flex flex-wrap gap-3">
        <PartyField label={t.forms.to} path="/to" value={stated.to} onPick={say("to")} />
        <Line
          label={t.forms.request.respondBy}
          path="/respond_by"
          type="date"
          value={stated.respondBy}
          onSay={say("respondBy")}
        />
      </div>
      <Tick label={t.forms.request.oral} is={stated.oral} onTick={say("oral")} />
    </ActForm>
  );
}

function ItemFields({
  item,
  place,
  onSay,
  onRemove,
}: {
  item: Item;
  place: number;
  onSay: (more: Partial<Item>) => void;
  onRemove: (() => void) | undefined;
}) {
  const t = useTexts();
  const number = place + 1;
  return (
    <fieldset className="border-line space-y-2 rounded-md border p-3">
      <legend className="px-1 text-xs font-semibold">{t.forms.request.item(number)}</legend>
      {item.criterion_id && (
        <p className="text-ink-soft text-xs">
          {t.forms.request.serves([item.policy_id, item.criterion_id].filter(Boolean).join(", "))}
        </p>
      )}
      <TextBox
        label={t.forms.request.what}
        path={`/items/${place}/what`}
        rows={2}
        required
        value={item.what}
        onSay={(what) => onSay({ what })}
      />
      <TextBox
        label={t.forms.request.send}
        path={`/items/${place}/request`}
        rows={2}
        required
        value={item.request}
        onSay={(request) => onSay({ request })}
      />
      {onRemove && (
        <Button variant="ghost" onClick={onRemove} aria-label={t.forms.request.remove(number)}>
          <X aria-hidden />
          {t.forms.request.remove(number)}
        </Button>
      )}
    </fieldset>
  );
}
