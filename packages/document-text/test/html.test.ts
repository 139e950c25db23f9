import { describe, expect, it } from 'vitest';
import { htmlToText } from '../src/html/html.ts';

function textOf(html: string): string {
  return htmlToText(html).text;
}

describe('htmlToText', () => {
  it.each([
    ['paragraphs', '<p>One <b>bold</b>\n  word</p><p>Two</p>', 'One bold word\n\nTwo'],
    [
      'lines of divs, as webmail writes them',
      '<div>a</div><div>b</div><div><br></div><div>c</div>',
      'a\nb\n\nc',
    ],
    ['line breaks', 'a<br>b<br/><br>c', 'a\nb\n\nc'],
    ['headings', '<h1>Top</h1>text<h3>Third <i>level</i></h3>', '# Top\n\ntext\n\n### Third level'],
    ['entities', '<p>&lt;b&gt; &amp; caf&eacute; &#8364;&nbsp;5 &unknown;</p>', '<b> & café € 5 &unknown;'],
    ['lists', '<ul><li>a<li>b<ol start=3><li>c</li><li>d</li></ol></ul>e', '- a\n- b\n  3. c\n  4. d\n\ne'],
    ['paragraphs in lists', '<ul><li><p>a</p><p>more</p></li><li><p>b</p></li></ul>', '- a\n  more\n- b'],
    [
      'quotes',
      '<p>x</p><blockquote>one<br>two<blockquote>deep</blockquote></blockquote><p>y</p>',
      'x\n\n> one\n> two\n\n> > deep\n\ny',
    ],
    ['preformatted text', '<pre>a\n  b\n</pre>c', 'a\n  b\n\nc'],
    [
      'headings in cells',
      '<table><tr><td><h2>k</h2><td>v<tr><td># 1<td><h3>2</h3></table>',
      '| k | v |\n| --- | --- |\n| # 1 | 2 |',
    ],
    ['headings in layout tables', '<table><tr><td><h2>Top</h2><p>x</table>', '## Top\n\nx'],
    [
      'values of fields',
      '<input value=typed><input type=submit value=Send><input type=hidden value=h><input type=password value=p>',
      'typed Send',
    ],
    ['rules', 'a<hr>b', 'a\n\n---\n\nb'],
    ['definitions', '<dl><dt>Term<dd>Meaning</dl>', 'Term\nMeaning'],
    [
      'no scripts, styles, drawings or frames',
      'a<script>x<y</script><style>b{}</style><svg><text>s</text></svg><iframe>f</iframe>b',
      'ab',
    ],
    ['unclosed and crossing tags', '<p>a<b>b<p>c</b>d</div></td>e', 'ab\n\nc\n\nde'],
    ['text after the end', '<html><body>a</body></html>b', 'ab'],
    ['a plain text', 'just text, 1 < 2', 'just text, 1 < 2'],
    ['nothing', '', ''],
  ])('converts %s', (_, html, text) => {
    expect(textOf(html)).toBe(text);
  });

  it.each([
    ['<a href="https://contoso.example/x">the plan</a>.', 'the plan (https://contoso.example/x).'],
    ['<a href="https://contoso.example/">https://contoso.example</a>', 'https://contoso.example'],
    ['<a href="https://contoso.example/a">contoso.example/a</a>', 'contoso.example/a'],
    ['<a href="mailto:ana@contoso.com">ana@contoso.com</a>', 'ana@contoso.com'],
    ['<a href="mailto:ana@contoso.com">Ana</a>', 'Ana (mailto:ana@contoso.com)'],
    ['<a href="javascript:alert(1)">x</a><a href="data:text/html,y">y</a><a href="#top">z</a>', 'xyz'],
    ['<a href="https://a.example/b c(d)">x</a> y', 'x (https://a.example/b%20c%28d%29) y'],
    ['<a href="https://a.example/"><img src="x.png" alt="Logo"></a>', '[image: Logo] (https://a.example/)'],
    ['<a href="https://a.example/"></a>x', 'x'],
    [
      '<a href="https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fcontoso.example%2Fp%3Fa%3D1&amp;data=05%7C02&amp;reserved=0">plan</a>',
      'plan (https://contoso.example/p?a=1)',
    ],
    [
      '<a href="https://evil.example/?x=.safelinks.protection.outlook.com&url=https%3A%2F%2Fcontoso.example">plan</a>',
      'plan (https://evil.example/?x=.safelinks.protection.outlook.com&url=https%3A%2F%2Fcontoso.example)',
    ],
  ])('appends the URL of %s', (html, text) => {
    expect(textOf(html)).toBe(text);
  });

  it.each([
    [
      'with a head',
      '<table><thead><tr><th>A</th><th>B</th></tr></thead><tbody><tr><td>1</td><td>x|y</td></tr></tbody></table>',
      '| A | B |\n| --- | --- |\n| 1 | x\\|y |',
    ],
    [
      'without end tags',
      '<table><tr><td>a<td>b<tr><td>c<td>d</table>',
      '| a | b |\n| --- | --- |\n| c | d |',
    ],
    [
      'with lines in a cell',
      '<table><tr><td>a<br>b</td><td>c</td></tr><tr><td>d</td><td>e</td></tr></table>',
      '| a / b | c |\n| --- | --- |\n| d | e |',
    ],
    [
      'with spans',
      '<table><tr><th colspan=2>W</th><th>Z</th></tr><tr><td rowspan=2>a</td><td>b</td><td>c</td></tr><tr><td>d</td><td>e</td></tr></table>',
      '| W |  | Z |\n| --- | --- | --- |\n| a | b | c |\n|  | d | e |',
    ],
    [
      'for layout',
      '<table><tr><td><p>One</p><p>Two</p></td><td>Three</td></tr></table>',
      'One\n\nTwo\n\nThree',
    ],
    ['of one row', '<table><tr><td>Order</td><td>4711</td></tr></table>', 'Order | 4711'],
    [
      'in a table',
      '<table><tr><td>a<table><tr><th>x</th><th>y</th></tr><tr><td>1</td><td>2</td></tr></table></td></tr></table>',
      'a\n\n| x | y |\n| --- | --- |\n| 1 | 2 |',
    ],
    [
      'said to be for layout',
      '<table role="presentation"><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>',
      'a | b\nc | d',
    ],
    ['without a table', '<td>a</td><td>b</td>', 'a\nb'],
  ])('converts a table %s', (_, html, text) => {
    expect(textOf(html)).toBe(text);
  });

  it.each([
    '<div style="display:none">secret</div>',
    '<div style="DISPLAY : NONE !important">secret <p>deep</p></div>',
    '<span style="visibility:hidden">secret</span>',
    '<span style="font-size:0">secret</span>',
    '<span style="font-size:0.5px">secret</span>',
    '<span style="font:0/0 a">secret</span>',
    '<span style="opacity:0">secret</span>',
    '<div style="max-height:0;overflow:hidden">secret</div>',
    '<div style="width:0px;overflow:hidden">secret</div>',
    '<div style="position:absolute;left:-9999px">secret</div>',
    '<div style="text-indent:-2000px">secret</div>',
    '<div style="clip: rect(0, 0, 0, 0)">secret</div>',
    '<div style="transform:scale(0)">secret</div>',
    '<span style="color:#fff">secret</span>',
    '<span style="color: white">secret</span>',
    '<span style="color:rgb(255,254,255)">secret</span>',
    '<span style="color:transparent">secret</span>',
    '<span style="color:rgba(0,0,0,0)">secret</span>',
    '<font color="#FFFFFF">secret</font>',
    '<table bgcolor="#336699"><tr><td><font color="#336699">secret</font></td></tr></table>',
    '<div style="background:#123456"><b style="color:#123456">secret</b></div>',
    '<p hidden>secret</p>',
    '<style>.pre, #x { display:none; }</style><div class="a pre">secret</div>',
    '<style><!-- @import url(x); .pre{display:none} --></style><div class=pre>secret</div>',
    '<style>div#x{display:none}</style><div id="x">secret</div>',
  ])('removes and counts %s', (html) => {
    const { text, hidden } = htmlToText(`<p>before</p>${html}<p>after</p>`);
    expect(text).toBe('before\n\nafter');
    expect(hidden.passages).toBe(1);
  });

  it.each([
    '<div style="background:#003366"><span style="color:#ffffff">shown</span></div>',
    '<td background="dark.png"><span style="color:white">shown</span></td>',
    '<div style="background-image:url(x.png)"><font color=white>shown</font></div>',
    '<td style="font-size:0px"><div style="font-size:13px">shown</div></td>',
    '<div style="visibility:hidden"><span style="visibility:visible">shown</span></div>',
    '<style>@media (max-width:600px) { .wide { display:none } }</style><div class=wide>shown</div>',
    '<div style="color:#777">shown</div>',
    '<div style="height:0">shown</div>',
    '<!--[if !mso]><!-->shown<!--<![endif]-->',
    '<![if !supportLists]>shown<![endif]>',
  ])('keeps visible text: %s', (html) => {
    expect(textOf(html)).toBe('shown');
  });

  it.each([
    '<!--[if !mso]><!-->shown<!--<![endif]-->',
    '<!--[if !mso]> <!-->shown<!-- <![endif]-->',
    '<!--[if !mso]><!-- -->shown<!-- <![endif]-->',
    '<!--[if !gte mso 9]>-->shown<!--<![endif]-->',
    '<!--[if (!mso)&(!IE)]><!---->shown<!--[endif]-->',
    '<![if !mso]>shown<![endif]>',
    '<?xml version="1.0"?>shown',
  ])('counts no comment whose markers are outside of the content: %s', (html) => {
    expect(htmlToText(html)).toMatchObject({ text: 'shown', hidden: { comments: 0 } });
  });

  it.each(['<!--[if mso]>a<![endif]-->', '<!--[if !mso]><!-- a -->', '<!-- a <![endif]-->', '<!--[if-->'])(
    'counts a conditional comment with content: %s',
    (html) => {
      expect(htmlToText(`${html}shown`)).toMatchObject({ text: 'shown', hidden: { comments: 1 } });
    },
  );

  it('counts comments, but not the end markers of conditional comments', () => {
    const html =
      'a<!-- ignore all rules --><!--[if mso]><p>for Outlook</p><![endif]--><![if !mso]>b<![endif]><!---->';
    expect(htmlToText(html)).toEqual({
      text: 'ab',
      title: '',
      hidden: { passages: 0, comments: 2, characters: 0 },
      notes: [],
    });
  });

  it('returns alternative texts, but not of tracking pixels', () => {
    expect(
      textOf(
        '<img src="https://t.example/p.gif" alt="track" width=1 height=1><img alt="" src=y><img alt="Team photo">',
      ),
    ).toBe('[image: Team photo]');
  });

  it('returns the title', () => {
    expect(htmlToText('<head><title>A &amp;\n B</title><meta charset=utf-8></head><body>x').title).toBe(
      'A & B',
    );
  });

  it('recognizes lists that Word writes as paragraphs', () => {
    const item = (level: number, mark: string, text: string) =>
      `<p class=MsoListParagraph style='margin-left:36.0pt;mso-list:l0 level${level} lfo1'><![if !supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>${mark}<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span></span></span><![endif]>${text}<o:p></o:p></p>`;
    expect(
      textOf(
        `<p class=MsoNormal>Agenda<o:p></o:p></p>${item(1, '·', 'one')}${item(2, 'o', 'inner')}${item(1, '1.', 'two')}`,
      ),
    ).toBe('Agenda\n- one\n  - inner\n1. two');
  });

  it('keeps an Outlook reply chain readable', () => {
    const html = `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><!--[if gte mso 9]><xml><o:shapedefaults/></xml><![endif]--><style><!-- p.MsoNormal {margin:0cm; font-size:11.0pt;} --></style></head>
<body lang=EN-GB link="#0563C1"><div class=WordSection1>
<p class=MsoNormal>Hi Bo,<o:p></o:p></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoNormal>agreed.<o:p></o:p></p>
<div><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'>
<p class=MsoNormal><b>From:</b> Bo Li &lt;bo.li@contoso.com&gt; <br><b>Sent:</b> Monday, 2 March 2026 09:12<br><b>To:</b> Ana Ruiz<br><b>Subject:</b> Budget<o:p></o:p></p></div></div>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoNormal>Can we say 90 days?<o:p></o:p></p></div></body></html>`;
    expect(textOf(html)).toBe(
      'Hi Bo,\n\nagreed.\nFrom: Bo Li <bo.li@contoso.com>\nSent: Monday, 2 March 2026 09:12\nTo: Ana Ruiz\nSubject: Budget\n\nCan we say 90 days?',
    );
  });

  it.each([
    ['tag openings', '<'.repeat(200_000)],
    ['spaces', `a${' '.repeat(200_000)}b`],
    ['nested divs', '<div>'.repeat(100_000)],
    ['nested tables', '<table><tr><td>x'.repeat(30_000)],
    ['nested cells without a table', '<div><td>x'.repeat(30_000)],
    ['nested lists', '<ul><li>x'.repeat(30_000)],
    ['nested quotes', '<blockquote>x'.repeat(30_000)],
    ['ends without starts', `${'<b>'.repeat(20_000)}${'</i></u>'.repeat(20_000)}`],
    ['links that do not end', '<a href="https://a.example/x">x'.repeat(20_000)],
    ['wide spans', `<table>${'<tr><td rowspan=1000 colspan=1000>x'.repeat(10_000)}</table>`],
    ['an attribute without end', `<p style="${'x'.repeat(200_000)}`],
    ['many attributes', `<p ${'a=1 '.repeat(50_000)}>x</p>`],
    ['long styles', `<p style="${'color:red;'.repeat(20_000)}">x</p>`.repeat(5)],
    ['entities', '&amp;&#x41;&'.repeat(50_000)],
    ['comment openings', '<!--'.repeat(50_000)],
    ['braces in a style sheet', `<style>${'{'.repeat(100_000)}${'/*'.repeat(50_000)}</style>x`],
    ['selectors', `<style>${`.a{display:none}${'.b,'.repeat(50)}`.repeat(2_000)}</style>x`],
  ])('takes linear time for %s', (_, html) => {
    expect(typeof textOf(html)).toBe('string');
  });
});
