// Clock times and dates as people where the community is read them.

const made = new Map();

function written(seconds, scene, parts) {
  const zone = scene.stage.zone || "Asia/Shanghai";
  const place = scene.stage.language === "en" ? "en-GB" : "zh-CN";
  const key = `${zone} ${place} ${Object.entries(parts)}`;
  if (!made.has(key)) made.set(key, new Intl.DateTimeFormat(place, { ...parts, timeZone: zone, hourCycle: "h23" }));
  return made.get(key).format(seconds * 1000);
}

export const minute = (seconds, scene) => written(seconds, scene, { hour: "2-digit", minute: "2-digit" });

export const second = (seconds, scene) => written(seconds, scene, { timeStyle: "medium" });

export const day = (seconds, scene) => written(seconds, scene, { month: "short", day: "numeric", weekday: "short" });

export const full = (seconds, scene) => written(seconds, scene, { dateStyle: "medium", timeStyle: "short" });
