/** A timeline's layers -> the field that areas are cut from. */
import type { Field, FieldActor } from "./areas";
import { options } from "./options";
import { STATUSES, type Release } from "./records";

/** Layers at one moment -> field. Actors without any layer keep their index and hold nothing. */
export function fieldOf(release: Release, layers: ReadonlyMap<string, Float64Array>): Field {
  const vertices = release.network.longitude.length;
  const none = new Float64Array(vertices);
  const actors = release.actors.map((actor): FieldActor => {
    const statuses = STATUSES.map((status) => layers.get(`${actor.slug}:${status}`) ?? null);
    const given = statuses.filter((layer) => layer !== null);
    let membership: Float64Array = none;
    if (given.length === 1) membership = given[0]!;
    else if (given.length > 1) {
      membership = new Float64Array(vertices);
      for (const layer of given) for (let i = 0; i < vertices; i++) membership[i]! += layer[i]!;
    }
    return { side: actor.side || actor.slug, statuses, membership };
  });
  return {
    actors,
    support: layers.get("support") ?? null,
    // Half a unit more, as the server cuts: ground at the support distance itself is known, and no vertex lies on the cut.
    supportLimit: Math.round(release.theatre.supportKm * 10) + 0.5,
    confidence: layers.get("confidence") ?? null,
    confidenceSteps: options.confidenceSteps.map((step) => step * release.quantum.confidence),
  };
}
