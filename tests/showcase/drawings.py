"""The examples' pictures, drawn by us: SVG, in one palette."""

NIGHT, DUSK, SEA, CREAM, AMBER, RUST, INK = "#12263a", "#2f4b66", "#1f7a78", "#f6ecd9", "#f2b04b", "#d9653b", "#1b2430"

_SKY = f"""<defs>
  <linearGradient id="dusk" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="{DUSK}"/>
    <stop offset=".55" stop-color="#c98a6b"/><stop offset="1" stop-color="#f3cf9b"/></linearGradient>
  <linearGradient id="day" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#8fc7c9"/>
    <stop offset="1" stop-color="{CREAM}"/></linearGradient>
  <linearGradient id="night" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#0b1826"/>
    <stop offset="1" stop-color="#2c5068"/></linearGradient>
  <linearGradient id="wall" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="#e9d3b4"/>
    <stop offset="1" stop-color="#cfa98a"/></linearGradient>
  <radialGradient id="glow"><stop offset="0" stop-color="#fff3cf"/>
    <stop offset="1" stop-color="#fff3cf" stop-opacity="0"/></radialGradient>
</defs>"""


def page(width: int, height: int, drawing: str) -> str:
    """Give a whole SVG of the size in pixels."""
    box = f'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    return f"<svg {box}>{_SKY}{drawing}</svg>"


def fox() -> str:
    """A fox with a scarf above a valley at dusk; 1024 × 1024."""
    return page(
        1024,
        1024,
        f"""
<rect width="1024" height="1024" fill="url(#dusk)"/><circle cx="770" cy="430" r="300" fill="url(#glow)"/>
<circle cx="770" cy="430" r="78" fill="#fff1cc"/>
<path d="M0 690Q180 520 330 640T640 610T1024 660V1024H0z" fill="#6f6f7c"/>
<path d="M0 800Q260 640 520 760T1024 760V1024H0z" fill="#3f5560"/>
<path d="M0 900Q300 790 620 870T1024 880V1024H0z" fill="#22353d"/>
<path d="M640 930Q850 900 868 730Q876 650 806 640Q790 760 690 800z" fill="{RUST}"/>
<path d="M868 730Q876 650 806 640Q800 690 782 726Q830 712 868 730z" fill="{CREAM}"/>
<path d="M330 960Q320 700 430 610H600Q716 700 700 960z" fill="{RUST}"/>
<path d="M420 960Q410 760 515 690Q618 760 610 960z" fill="{CREAM}"/>
<path d="M300 190L352 420L470 320z" fill="{RUST}"/><path d="M730 190L678 420L560 320z" fill="{RUST}"/>
<path d="M326 250L362 390L430 330z" fill="{INK}"/><path d="M704 250L668 390L600 330z" fill="{INK}"/>
<path d="M515 300Q690 300 716 440Q700 560 515 640Q330 560 314 440Q340 300 515 300z" fill="{RUST}"/>
<path d="M314 440Q400 420 452 500Q480 560 515 566Q550 560 578 500Q630 420 716 440Q700 560 515 640Q330 560 314 440z"
  fill="{CREAM}"/>
<ellipse cx="424" cy="446" rx="20" ry="26" fill="{INK}"/><ellipse cx="606" cy="446" rx="20" ry="26" fill="{INK}"/>
<circle cx="431" cy="437" r="7" fill="#fff"/><circle cx="613" cy="437" r="7" fill="#fff"/>
<path d="M483 556Q515 542 547 556Q540 592 515 598Q490 592 483 556z" fill="{INK}"/>
<path d="M352 620Q515 720 680 620L700 690Q515 800 332 690z" fill="{SEA}"/>
<path d="M590 708L660 690L706 880L640 900z" fill="{SEA}"/>
<path d="M640 900L706 880L702 856L633 874z" fill="{AMBER}"/>""",
    )


def girl() -> str:
    """A girl in a raincoat at a kitchen window; 1024 × 1024."""
    return page(
        1024,
        1024,
        f"""
<rect width="1024" height="1024" fill="url(#wall)"/>
<rect x="90" y="80" width="400" height="440" rx="14" fill="#fff7e8"/>
<rect x="116" y="106" width="348" height="388" fill="url(#day)"/>
<path d="M116 420Q220 340 320 400T464 380V494H116z" fill="#5c9a86"/>
<path d="M290 106V494M116 300H464" stroke="#fff7e8" stroke-width="18"/>
<path d="M330 470Q310 200 540 190Q780 200 756 480Q770 600 720 640H366Q318 600 330 470z" fill="#3a2a2a"/>
<path d="M230 1024Q240 760 440 720H640Q850 760 850 1024z" fill="{AMBER}"/>
<path d="M466 640H612V740Q540 812 466 740z" fill="#e8b48f"/>
<path d="M400 420Q404 300 540 300Q680 300 684 430Q690 660 542 676Q396 660 400 420z" fill="#f4c7a1"/>
<path d="M392 440Q400 270 548 268Q690 280 694 440Q640 420 616 346Q560 420 392 440z" fill="#3a2a2a"/>
<ellipse cx="478" cy="488" rx="15" ry="20" fill="{INK}"/><ellipse cx="606" cy="488" rx="15" ry="20" fill="{INK}"/>
<circle cx="483" cy="481" r="5" fill="#fff"/><circle cx="611" cy="481" r="5" fill="#fff"/>
<path d="M452 446Q478 430 504 444M582 444Q608 430 634 446" stroke="#3a2a2a" stroke-width="9" fill="none"
  stroke-linecap="round"/>
<circle cx="440" cy="548" r="26" fill="#ee9d80" opacity=".55"/>
<circle cx="646" cy="548" r="26" fill="#ee9d80" opacity=".55"/>
<path d="M508 580Q542 610 578 580" stroke="#a3483a" stroke-width="10" fill="none" stroke-linecap="round"/>
<path d="M440 720L540 830L640 720L700 760L560 900H520L380 760z" fill="#d98f2c"/>
<path d="M540 880V1024" stroke="#d98f2c" stroke-width="10"/>
<circle cx="572" cy="930" r="13" fill="#7a4d12"/><circle cx="572" cy="994" r="13" fill="#7a4d12"/>""",
    )


def robot() -> str:
    """An old robot with a teapot; 1024 × 1024."""
    return page(
        1024,
        1024,
        f"""
<rect width="1024" height="1024" fill="url(#wall)"/>
<path d="M0 250H1024" stroke="#b78f70" stroke-width="20"/>
<rect x="90" y="130" width="70" height="120" rx="12" fill="{SEA}"/>
<rect x="180" y="160" width="90" height="90" rx="12" fill="{RUST}"/>
<rect x="800" y="140" width="84" height="110" rx="40" fill="#f4e6cd"/>
<rect x="904" y="170" width="60" height="80" rx="10" fill="{AMBER}"/>
<path d="M512 210V120" stroke="#47616b" stroke-width="14"/><circle cx="512" cy="110" r="30" fill="{AMBER}"/>
<rect x="270" y="200" width="484" height="380" rx="120" fill="#7fa3a4"/>
<rect x="270" y="200" width="484" height="190" rx="95" fill="#93b6b5"/>
<rect x="330" y="290" width="364" height="190" rx="90" fill="#16303a"/>
<circle cx="426" cy="384" r="46" fill="#a8f0e0"/><circle cx="598" cy="384" r="46" fill="#a8f0e0"/>
<circle cx="426" cy="384" r="20" fill="#16303a"/><circle cx="598" cy="384" r="20" fill="#16303a"/>
<path d="M440 528H584" stroke="#47616b" stroke-width="12" stroke-linecap="round"/>
<rect x="226" y="330" width="50" height="120" rx="24" fill="#47616b"/>
<rect x="748" y="330" width="50" height="120" rx="24" fill="#47616b"/>
<rect x="440" y="576" width="144" height="60" fill="#47616b"/>
<path d="M236 1024V760Q236 630 366 630H658Q788 630 788 760V1024z" fill="#7fa3a4"/>
<rect x="400" y="700" width="224" height="130" rx="24" fill="#f4e6cd"/>
<circle cx="456" cy="765" r="28" fill="{RUST}"/><path d="M510 740H596M510 765H596M510 790H570" stroke="#47616b"
  stroke-width="10" stroke-linecap="round"/>
<path d="M788 760Q900 800 850 900" stroke="#93b6b5" stroke-width="60" fill="none" stroke-linecap="round"/>
<path d="M700 900Q700 830 790 830T880 900Q884 990 790 990T700 900z" fill="{RUST}"/>
<path d="M704 890Q640 880 640 840" stroke="{RUST}" stroke-width="26" fill="none" stroke-linecap="round"/>
<rect x="756" y="806" width="68" height="28" rx="12" fill="#b04e2b"/>""",
    )


def storyboard() -> str:
    """A paper boat's voyage in four panels, two by two; 1280 × 960."""
    panels = (_harbour(), _wave(), _moonlight(), _lighthouse())
    places = ((16, 16), (648, 16), (16, 488), (648, 488))
    placed = "".join(
        f'<svg x="{x}" y="{y}" width="616" height="456" viewBox="0 0 616 456">{drawing}</svg>'
        for (x, y), drawing in zip(places, panels, strict=True)
    )
    return page(1280, 960, f'<rect width="1280" height="960" fill="#fbf6ec"/>{placed}')


def _boat(x: int, y: int, size: float, turn: int = 0) -> str:
    return f"""<g transform="translate({x} {y}) rotate({turn}) scale({size})">
<path d="M0 -120L74 -6H-74z" fill="#fffdf6"/><path d="M0 -120L74 -6H0z" fill="#e6dcc8"/>
<path d="M-140 -30L-74 40H74L140 -30L60 -6H-60z" fill="#fffdf6"/>
<path d="M140 -30L74 40H0L0 -6H60z" fill="#efe5d2"/></g>"""


def _harbour() -> str:
    return f"""<rect width="616" height="456" fill="url(#day)"/>
<path d="M0 230H150V150L200 120L250 150V230H300V180H380V240H0z" fill="#c7785a"/>
<path d="M0 236H420V262H0z" fill="#7a5a48"/><rect y="256" width="616" height="200" fill="#3f9a98"/>
{_boat(400, 330, 0.8)}<path d="M0 372Q80 352 160 372T320 372T480 372T640 372V456H0z" fill="#2f8684"/>"""


def _wave() -> str:
    return f"""<rect width="616" height="456" fill="#4b7f93"/>
<circle cx="90" cy="80" r="90" fill="#88aab4" opacity=".5"/>
<path d="M616 60Q430 40 400 190Q380 300 230 330T0 330V456H616z" fill="{SEA}"/>
<path d="M616 60Q430 40 400 190Q400 110 470 108Q520 110 500 160Q560 120 616 130z" fill="{CREAM}"/>
{_boat(210, 296, 0.74, -16)}<path d="M0 360Q120 330 240 366T616 330V456H0z" fill="#17605f"/>"""


def _moonlight() -> str:
    stars = "".join(
        f'<circle cx="{x}" cy="{y}" r="3" fill="#fff3cf"/>'
        for x, y in ((60, 60), (150, 110), (240, 50), (330, 130), (90, 170), (560, 90), (520, 190), (390, 60))
    )
    return f"""<rect width="616" height="456" fill="url(#night)"/>{stars}
<circle cx="450" cy="120" r="150" fill="url(#glow)" opacity=".6"/><circle cx="450" cy="120" r="52" fill="#fff3cf"/>
<rect y="300" width="616" height="156" fill="#1b3d52"/>
<path d="M420 316H480M404 350H500M424 388H470" stroke="#fff3cf" stroke-width="8" stroke-linecap="round" opacity=".6"/>
{_boat(220, 330, 0.62)}<path d="M0 366Q100 350 200 366T400 366T616 366V456H0z" fill="#143044"/>"""


def _lighthouse() -> str:
    return f"""<rect width="616" height="456" fill="url(#dusk)"/>
<path d="M470 120L0 30V170z" fill="#fff3cf" opacity=".55"/>
<path d="M380 340Q420 260 616 250V456H360z" fill="#3a3f4a"/>
<path d="M446 150H514L532 300H428z" fill="{CREAM}"/><path d="M440 200H520L525 240H435z" fill="{RUST}"/>
<rect x="446" y="96" width="68" height="54" fill="#fff3cf"/><path d="M436 96L480 56L524 96z" fill="{RUST}"/>
<rect y="330" width="616" height="126" fill="#2b6b73"/><path d="M360 340H616V400Q480 420 360 380z" fill="#2c313b"/>
{_boat(180, 340, 0.66)}<path d="M0 380Q100 362 200 380T400 384T616 384V456H0z" fill="#215861"/>"""
