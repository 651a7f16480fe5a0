/* Pictures of figures, drawn in this browser: chart, title, selection and source in one SVG, always on white paper. */
(function () {
  "use strict";

  const krm = window.dash_clientside.krm;
  const NS = "http://www.w3.org/2000/svg";
  const WIDTH = 1600;
  const HEIGHT = 900;
  const EDGE = 48;
  const SHARPNESS = 2;
  // How much larger than on a page a chart may be drawn; what is too high makes the picture higher.
  const LARGEST = 1.7;
  const LARGEST_PRINT = { titel: [34, 2], aussage: [23, 3], untertitel: [19, 2], ereignis: [16, 4], fuss: [17, 2] };
  const [PAPER, INK, SOFT, LINE] = ["#ffffff", "#17212b", "#515e6b", "#d5dbe1"];
  const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif';
  const ruler = document.createElement("canvas").getContext("2d");

  function node(name, attributes, text) {
    const made = document.createElementNS(NS, name);
    Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
    if (text !== undefined) made.textContent = text;
    return made;
  }

  /* The text in lines that fit, the last one shortened where there are too many. */
  function wrapped(text, [size, most], weight) {
    ruler.font = `${weight} ${size}px ${FONT}`;
    const fits = (line) => ruler.measureText(line).width <= WIDTH - 2 * EDGE;
    const lines = [""];
    text.split(" ").forEach((word) => {
      const longer = lines.at(-1) ? lines.at(-1) + " " + word : word;
      if (fits(longer) || !lines.at(-1)) lines[lines.length - 1] = longer;
      else lines.push(word);
    });
    if (lines.length <= most) return lines;
    let last = lines[most - 1];
    while (last && !fits(last + " …")) last = last.replace(/\s*\S*$/, "");
    return [...lines.slice(0, most - 1), last + " …"];
  }

  /* A block of lines from ``top`` on; where it ends. */
  function write(picture, text, print, top, colour, weight) {
    if (!text) return top;
    const step = Math.round(print[0] * 1.32);
    wrapped(text, print, weight).forEach((line, at) => {
      const look = { "font-size": print[0], "font-weight": weight, fill: colour, "xml:space": "preserve" };
      picture.append(node("text", { x: EDGE, y: top + step * at + print[0], ...look }, line));
    });
    return top + step * wrapped(text, print, weight).length;
  }

  const height = (text, print, weight) => text ? Math.round(print[0] * 1.32) * wrapped(text, print, weight).length : 0;

  /* The chart as the text of an SVG, as it is on light paper. */
  function drawing(figure, width, height_) {
    const { meta, ...layout } = figure.layout;
    const font = { ...layout.font, color: INK };
    const look = { ...layout, width, height: height_, paper_bgcolor: PAPER, plot_bgcolor: PAPER, font };
    const copy = structuredClone({ data: figure.data, layout: look, config: { locale: "de" } });
    return Plotly.toImage(copy, { format: "svg", width, height: height_, imageDataOnly: true });
  }

  /* The events by the number of their flag: the first of each, and how many more there are. */
  function eventLine(events) {
    const flags = new Map();
    events.forEach(([day, text]) => {
      const number = day.split(" ")[0];
      flags.set(number, [...(flags.get(number) || []), day + "\u00a0" + text]);
    });
    return [...flags.values()].map(([first, ...more]) => first + (more.length ? `\u00a0(+${more.length})` : "")).join("   ");
  }

  /* ``about`` tells the texts, ``shown`` the figure, its height on the page and its events. */
  async function svg(about, shown) {
    const sizes = LARGEST_PRINT;
    const events = eventLine(shown.events);
    const picture = node("svg", { xmlns: NS, width: WIDTH, height: HEIGHT, "font-family": FONT });
    picture.append(node("title", {}, about.titel), node("desc", {}, about.aussage + " " + about.untertitel));
    const paper = node("rect", { width: "100%", height: "100%", fill: PAPER });
    picture.append(paper);
    let top = write(picture, about.titel, sizes.titel, EDGE - 8, INK, 650) + 4;
    top = write(picture, about.aussage, sizes.aussage, top, INK, 400) + 4;
    top = write(picture, about.untertitel, sizes.untertitel, top, SOFT, 400) + 18;
    const foot = height(about.fusszeile, sizes.fuss, 400) + 26;
    const listed = height(events, sizes.ereignis, 400);
    const natural = shown.figure.layout.height || shown.height;
    const room = HEIGHT - EDGE / 2 - foot - listed - 22 - top;
    const scale = Math.min(Math.max(room / natural, 1), LARGEST);
    const [wide, high] = [Math.round((WIDTH - 2 * EDGE) / scale), Math.floor(Math.max(natural, room / scale))];
    const chart = new DOMParser().parseFromString(await drawing(shown.figure, wide, high), "image/svg+xml").documentElement;
    const place = { x: EDGE, y: top, width: wide * scale, height: high * scale, viewBox: `0 0 ${wide} ${high}` };
    Object.entries(place).forEach(([key, value]) => chart.setAttribute(key, value));
    picture.append(chart);
    top = write(picture, events, sizes.ereignis, top + high * scale + 10, SOFT, 400) + 12;
    const whole = Math.max(HEIGHT, Math.floor(top + foot + EDGE / 2));
    const ground = whole - foot - EDGE / 2 + 12;
    picture.append(node("line", { x1: EDGE, x2: WIDTH - EDGE, y1: ground, y2: ground, stroke: LINE }));
    write(picture, about.fusszeile, sizes.fuss, ground + 12, SOFT, 400);
    picture.setAttribute("height", whole);
    picture.setAttribute("viewBox", `0 0 ${WIDTH} ${whole}`);
    return new XMLSerializer().serializeToString(picture);
  }

  /* The same as a PNG of twice as many dots. */
  async function png(about, shown) {
    const image = new Image();
    image.src = URL.createObjectURL(new Blob([await svg(about, shown)], { type: "image/svg+xml" }));
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = image.width * SHARPNESS;
    canvas.height = image.height * SHARPNESS;
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    URL.revokeObjectURL(image.src);
    return new Promise((done, failed) => canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error("png"))), "image/png"));
  }

  krm.picture = { svg, png, drawing, eventLine };
})();
