// Runs in the page before Streamlit does: what a click sets off, by the browser's own clock. FINISHED is the number
// of the field `script_finished` in a message of the server.
(() => {
  const seen = {};
  const watch = (window.toilWatch = {});
  const Native = window.WebSocket;
  window.WebSocket = class extends Native {
    constructor(...given) {
      super(...given);
      this.addEventListener("message", (event) => {
        seen.bytes += event.data.byteLength;
        if (seen.sent && holds(new Uint8Array(event.data), FINISHED)) seen.finished = performance.now();
      });
    }
    send(data) {
      if (!seen.sent) watch.sent = seen.sent = performance.now();
      return super.send(data);
    }
  };
  // Whether a protobuf message holds a field at its top level.
  const holds = (bytes, wanted) => {
    let at = 0;
    const varint = () => {
      let value = 0;
      for (let shift = 0; ; shift += 7) {
        const byte = bytes[at++];
        value += (byte & 127) * 2 ** shift;
        if (byte < 128) return value;
      }
    };
    while (at < bytes.length) {
      const tag = varint();
      if (tag >>> 3 === wanted) return true;
      const length = varint();
      if ((tag & 7) === 2) at += length;
    }
    return false;
  };
  // Streamlit has run, and every picture in sight (not those of tabs in the back) is there.
  const drawn = (title) => {
    const app = document.querySelector("[data-testid=stApp]");
    const charts = [...document.querySelectorAll("[data-testid=stVegaLiteChart]")];
    return app?.dataset.testScriptState === "notRunning"
      && (!title || document.querySelector("h1")?.innerText.replaceAll("\u2060", "").trim() === title)
      && !document.querySelector("[data-testid=stSkeleton], [data-stale=true]")
      && charts.every((chart) => !chart.offsetParent || chart.querySelector("canvas, svg"));
  };
  // From the next press of the mouse, or from the navigation itself (`arm(title, true)`), to the first frame in which all is drawn.
  watch.arm = (title, now) => {
    Object.assign(seen, { sent: 0, finished: 0, bytes: 0 });
    Object.assign(watch, { sent: 0, done: null });
    const from = () => {
      const clicked = now ? 0 : performance.now();
      const frame = () => {
        if (seen.finished && drawn(title)) {
          watch.done = { all: performance.now() - clicked, server: seen.finished - seen.sent, bytes: seen.bytes };
        } else requestAnimationFrame(frame);
      };
      requestAnimationFrame(frame);
    };
    if (now) from();
    else document.addEventListener("pointerdown", from, { capture: true, once: true });
  };
})();
