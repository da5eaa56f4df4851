import { expect, test } from "vitest";
import { fromPlane, toPlane } from "../src/plane";

test("the plane is Web Mercator on a world of 256", () => {
  expect(toPlane(0, 0)).toEqual({ x: 128, y: 128 });
  // EPSG:3857 has 45° east, 45° north at 5009377.09 m, 5621521.49 m.
  const { x, y } = toPlane(45, 45);
  const metre = 256 / (2 * Math.PI * 6378137);
  expect((x - 128) / metre).toBeCloseTo(5009377.09, 1);
  expect((128 - y) / metre).toBeCloseTo(5621521.49, 1);
});

test.each([[0, 0], [36.71, 35.13], [-179.9, -84.9], [179.9, 84.9]])("there and back again: %f, %f", (longitude, latitude) => {
  const [back, forth] = fromPlane(toPlane(longitude, latitude));
  expect(back).toBeCloseTo(longitude, 9);
  expect(forth).toBeCloseTo(latitude, 9);
});
