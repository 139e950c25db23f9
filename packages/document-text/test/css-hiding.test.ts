import { describe, expect, it } from 'vitest';
import { WorkBudget } from '../src/budget.ts';
import { Cascade } from '../src/css/cascade.ts';
import { hidesElement, ownOpacity } from '../src/css/hiding.ts';

/** The values that a `style` attribute sets. */
function valuesOf(style: string): (property: string) => ReturnType<Parameters<typeof ownOpacity>[0]> {
  const values = new Cascade(new WorkBudget()).valuesOf({
    name: 'div',
    attributes: new Map([['style', style]]),
    parent: undefined,
    previous: undefined,
    index: 1,
    ahead: undefined,
  });
  return (property) => values.get(property);
}

/** In pairs: the last style that hides an element, and the first one that does not. */
const limits: readonly (readonly [hidden: string, shown: string])[] = [
  ['display:none', 'display:block'],
  ['content-visibility:hidden', 'content-visibility:auto'],
  ['font-size-adjust:.09', 'font-size-adjust:.1'],
  // Off screen.
  ...['left', 'top', 'right', 'bottom', 'text-indent', 'margin-left', 'margin-top'].map(
    (name) => [`${name}:-701px`, `${name}:-700px`] as const,
  ),
  ...['left', 'text-indent', 'margin-left', 'padding-left'].map(
    (name) => [`${name}:5001px`, `${name}:5000px`] as const,
  ),
  ['left:-44em', 'left:-43em'],
  ['left:-69%', 'left:-68%'],
  ['margin-left:-701px', 'margin-right:-701px'],
  ['margin-left:5001px', 'margin-top:5001px'],
  ['left:5001px', 'top:5001px'],
  // Boxes that are clipped.
  ...['max-height', 'height', 'max-width', 'width', 'line-height'].flatMap((name) => [
    [`overflow:hidden;${name}:1px`, `overflow:hidden;${name}:1.1px`] as const,
    [`overflow:hidden;${name}:0`, `overflow:visible;${name}:0`] as const,
  ]),
  ['overflow-x:hidden;width:0', 'width:0'],
  ['overflow-y:hidden;width:0', 'overflow:visible visible;width:0'],
  ['overflow:hidden;width:.1%', 'overflow:hidden;width:.2%'],
  ['overflow:hidden;line-height:.06', 'overflow:hidden;line-height:.07'],
  ['overflow:hidden;line-height:1px', 'overflow:hidden;line-height:1'],
  ['overflow:hidden;height:1px', 'overflow:hidden;height:auto'],
  ['overflow:hidden;text-indent:1000px', 'overflow:hidden;text-indent:999px'],
  ['overflow:hidden;text-indent:1000px', 'text-indent:1000px'],
  // Clips.
  ['clip:rect(0,9px,1px,0)', 'clip:rect(0,9px,2px,0)'],
  ['clip:rect(0,1px,9px,0)', 'clip:rect(0,2px,9px,0)'],
  ['clip:rect(5px,9px,6px,0)', 'clip:rect(5px,9px,7px,0)'],
  ['clip:rect(0,6px,9px,5px)', 'clip:rect(0,7px,9px,5px)'],
  ['clip:rect(0 0 0 0)', 'clip:rect(auto,auto,auto,auto)'],
  ['clip:rect(0 0 0 0)', 'clip:auto'],
  // Clip paths.
  ['clip-path:inset(50%)', 'clip-path:inset(49%)'],
  ['clip-path:inset(99% 0 0)', 'clip-path:inset(98% 0 0)'],
  ['clip-path:inset(0 99% 0 0)', 'clip-path:inset(0 98% 0 0)'],
  ['clip-path:inset(60% 0 39%)', 'clip-path:inset(60% 0 38%)'],
  ['clip-path:inset(0 60% 0 39%)', 'clip-path:inset(0 60% 0 38%)'],
  ['clip-path:inset(0 50%)', 'clip-path:inset(0 49%)'],
  ['clip-path:inset(500px)', 'clip-path:inset(499px)'],
  ['clip-path:circle(1px)', 'clip-path:circle(2px)'],
  ['clip-path:circle(0 at 50% 50%)', 'clip-path:circle(50% at 0 0)'],
  ['clip-path:ellipse(1px 9px)', 'clip-path:ellipse(2px 9px)'],
  ['clip-path:ellipse(9px 1px)', 'clip-path:ellipse(9px 2px)'],
  ['clip-path:rect(5px 9px 6px 0)', 'clip-path:rect(5px 9px 7px 0)'],
  ['clip-path:rect(0 6px 9px 5px)', 'clip-path:rect(0 7px 9px 5px)'],
  ['clip-path:xywh(0 0 1px 9px)', 'clip-path:xywh(0 0 2px 9px)'],
  ['clip-path:xywh(0 0 9px 1px)', 'clip-path:xywh(0 0 9px 2px)'],
  ['clip-path:polygon(0 0, 1px 0, 1px 1px)', 'clip-path:polygon(0 0, 2px 0, 2px 1px)'],
  ['clip-path:polygon(0 0, 50% 50%, 100% 100%)', 'clip-path:polygon(0 0, 100% 0, 100% 100%, 0 100%)'],
  ['clip-path:polygon(9px 9px, 9px 9px, 9px 9px)', 'clip-path:polygon(0 0, 0 9px, 9px 9px, 9px 0)'],
  ['clip-path:polygon(evenodd, 0 0, 0 0, 0 0)', 'clip-path:polygon(nonzero, 0 0, 9px 0, 9px 9px)'],
  ['clip-path:path("M0 0L0 0Z")', 'clip-path:path("M0 0L9 9L0 9Z")'],
  ['clip-path:path(evenodd, "M0 0")', 'clip-path:path(evenodd, "M0 1H9V9Z")'],
  ['clip-path:circle(0)', 'clip-path:url(#a)'],
  ['clip-path:circle(0)', 'clip-path:none'],
  // Transforms.
  ['translate:-701px', 'translate:-700px'],
  ['translate:0 -701px', 'translate:0 -700px'],
  ['translate:5001px', 'translate:5000px'],
  ['translate:0 5001px', 'translate:0 0 5001px'],
  ['translate:-234%', 'translate:-233%'],
  ['scale:.19', 'scale:.2'],
  ['scale:-.19', 'scale:-.2'],
  ['scale:1 .19', 'scale:1 1 0'],
  ['scale:19%', 'scale:20%'],
  ['rotate:x 90deg', 'rotate:90deg'],
  ['rotate:y 90deg', 'rotate:z 90deg'],
  ['rotate:y 88.6deg', 'rotate:y 88.5deg'],
  ['rotate:y 91.4deg', 'rotate:y 91.5deg'],
  ['rotate:y -90deg', 'rotate:y 0deg'],
  ['rotate:y 270deg', 'rotate:y 180deg'],
  ['rotate:y .25turn', 'rotate:y .5turn'],
  ['rotate:y 1.5708rad', 'rotate:y 3.1416rad'],
  ['rotate:y 100grad', 'rotate:y 90grad'],
  ['rotate:y 180deg;backface-visibility:hidden', 'rotate:y 180deg;backface-visibility:visible'],
  ['rotate:y 92deg;backface-visibility:hidden', 'rotate:y 88deg;backface-visibility:hidden'],
  ['rotate:y 268deg;backface-visibility:hidden', 'rotate:y 272deg;backface-visibility:hidden'],
  ['rotate:y -180deg;backface-visibility:hidden', 'rotate:y 360deg;backface-visibility:hidden'],
  ['rotate:90deg y', 'rotate:90deg z'],
  ['rotate:90deg 1 0 0', 'rotate:90deg 0 0 1'],
  ['rotate:1 0 0 90deg', 'rotate:0 0 1 90deg'],
  ['rotate:0 1 0 90deg', 'rotate:0 1 0 45deg'],
  ['rotate:20 0 1 90deg', 'rotate:19 0 1 90deg'],
  ['rotate:0 20 -1 90deg', 'rotate:0 19 -1 90deg'],
  ['transform:scale(.19)', 'transform:scale(.2)'],
  ['transform:scale(1,.19)', 'transform:scale(1,1)'],
  ['transform:scaleX(0)', 'transform:scaleZ(0)'],
  ['transform:scaleY(0)', 'transform:none'],
  ['transform:scale3d(1,0,1)', 'transform:scale3d(1,1,0)'],
  ['transform:translate(-701px)', 'transform:translate(-700px)'],
  ['transform:translate(0,-701px)', 'transform:translate(0,-700px)'],
  ['transform:translateX(-701px)', 'transform:translateZ(-701px)'],
  ['transform:translateY(5001px)', 'transform:translateY(5000px)'],
  ['transform:translateX(-234%)', 'transform:translateX(-233%)'],
  ['transform:translate3d(0,-701px,0)', 'transform:translate3d(0,0,-701px)'],
  ['transform:translateX(-44em)', 'transform:translateX(-43em)'],
  ['transform:rotateX(90deg)', 'transform:rotateZ(90deg)'],
  ['transform:rotateY(90deg)', 'transform:rotate(90deg)'],
  ['transform:rotateY(180deg);backface-visibility:hidden', 'transform:rotateY(180deg)'],
  ['transform:rotate3d(1,0,0,90deg)', 'transform:rotate3d(0,0,1,90deg)'],
  ['transform:skewX(90deg)', 'transform:skewX(45deg)'],
  ['transform:skewY(90deg)', 'transform:skewY(180deg);backface-visibility:hidden'],
  ['transform:skew(89deg)', 'transform:skew(80deg)'],
  ['transform:matrix(0,0,0,0,0,0)', 'transform:matrix(1,0,0,1,0,0)'],
  ['transform:matrix(.19,0,0,.2,0,0)', 'transform:matrix(.2,0,0,.21,0,0)'],
  ['transform:matrix(2,2,2,2,0,0)', 'transform:matrix(0,1,1,0,0,0)'],
  ['transform:matrix(1,0,0,1,-701,0)', 'transform:matrix(1,0,0,1,-700,0)'],
  ['transform:matrix(1,0,0,1,0,5001)', 'transform:matrix(1,0,0,1,0,5000)'],
  [
    'transform:matrix3d(0,0,0,0,0,0,0,0,0,0,1,0,0,0,0,1)',
    'transform:matrix3d(1,0,0,0,0,1,0,0,0,0,0,0,0,0,0,1)',
  ],
  [
    'transform:matrix3d(1,0,0,0,0,1,0,0,0,0,1,0,-701,0,0,1)',
    'transform:matrix3d(1,0,0,0,0,1,0,0,0,0,1,0,-700,0,-701,1)',
  ],
  ['transform:rotate(9deg) scale(0)', 'transform:perspective(0)'],
  // Masks.
  ['mask-image:linear-gradient(transparent,transparent)', 'mask-image:linear-gradient(transparent,black)'],
  [
    'mask:radial-gradient(rgba(0,0,0,.09),rgba(0,0,0,.09))',
    'mask:radial-gradient(rgba(0,0,0,.1),rgba(0,0,0,.1))',
  ],
  ['mask-image:linear-gradient(#0000,#0000)', 'mask-image:linear-gradient(90deg)'],
  ['mask-image:linear-gradient(#0000,#0000)', 'mask-image:image(transparent)'],
  ['mask-image:linear-gradient(#0000,#0000)', 'mask-image:url(a.svg)'],
];

describe('hidesElement', () => {
  it.each(limits)('is true for %s and false for %s', (hidden, shown) => {
    expect(hidesElement(valuesOf(hidden), 16)).toBe(true);
    expect(hidesElement(valuesOf(shown), 16)).toBe(false);
  });

  it('uses the font size of the element', () => {
    expect(hidesElement(valuesOf('left:-44em'), 15)).toBe(false);
    expect(hidesElement(valuesOf('overflow:hidden;line-height:.07'), 10)).toBe(true);
  });

  it('is false without values', () => {
    expect(hidesElement(valuesOf(''), 16)).toBe(false);
  });
});

describe('ownOpacity', () => {
  it.each([
    ['', 1],
    ['opacity:.25', 0.25],
    ['opacity:25%', 0.25],
    ['opacity:7', 1],
    ['opacity:-1', 0],
    ['filter:opacity(.5)', 0.5],
    ['filter:opacity(50%)', 0.5],
    ['filter:opacity(2)', 1],
    ['filter:opacity(-1)', 0],
    ['filter:opacity()', 1],
    ['opacity:.5;filter:opacity(.5) opacity(.5)', 0.125],
    ['filter:blur(4px)', 0],
    ['filter:blur(3px)', 1],
    ['filter:blur(.25em)', 0],
    ['filter:blur()', 1],
    ['filter:grayscale(1) opacity(.5)', 0.5],
    ['filter:alpha(opacity=0)', 0],
    ['filter:alpha(opacity=50)', 0.5],
    ['filter:alpha(opacity=200)', 1],
    ['filter:alpha(opacity)', 1],
    ['filter:none', 1],
  ])('of %j is %d', (style, opacity) => {
    expect(ownOpacity(valuesOf(style))).toBe(opacity);
  });
});
