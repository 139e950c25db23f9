/** Mails as common clients write them. None of them hides text. */
export const ordinaryMails: readonly (readonly [client: string, html: string])[] = [
  [
    'Outlook on the web',
    '<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><style type="text/css" style="display:none;"> P {margin-top:0;margin-bottom:0;} </style></head><body dir="ltr"><div class="elementToProof" style="font-family: Aptos, Calibri, sans-serif; font-size: 12pt; color: rgb(0, 0, 0);">Hi Bo,</div><div id="appendonsend"></div><hr tabindex="-1" style="display:inline-block;width:98%"><div id="divRplyFwdMsg" dir="ltr"><font face="Calibri, sans-serif" color="#000000" style="font-size:11pt"><b>From:</b> Ana</font><div>&nbsp;</div></div></body></html>',
  ],
  [
    'Outlook for Windows',
    `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><!--[if gte mso 9]><xml><o:OfficeDocumentSettings><o:AllowPNG/></o:OfficeDocumentSettings></xml><![endif]--><style><!-- @font-face {font-family:"Cambria Math"; panose-1:2 4 5 3 5 4 6 3 2 4;} p.MsoNormal {margin:0cm; font-size:11.0pt; mso-ligatures:standardcontextual;} span.EmailStyle17 {mso-style-type:personal-compose; color:windowtext;} .MsoChpDefault {mso-style-type:export-only;} @page WordSection1 {size:612.0pt 792.0pt; margin:70.85pt;} div.WordSection1 {page:WordSection1;} --></style></head><body lang=EN-US link="#467886" vlink="#96607D" style='word-wrap:break-word'><div class=WordSection1><p class=MsoNormal><span style='color:black;mso-color-alt:windowtext'>Hi Bo,</span><o:p></o:p></p><p class=MsoNormal><span style='font-size:1.0pt'><o:p>&nbsp;</o:p></span></p><p class=MsoNormal style='background:white'><a href="https://a.example/"><span style='color:#467886'>plan</span></a></p></div></body></html>`,
  ],
  [
    'Outlook for Mac',
    '<html><head><style>@font-face{font-family:Aptos}p.MsoNormal{margin:0cm;font-size:12.0pt}a:link{color:#467886}</style></head><body style="overflow-wrap: break-word; -webkit-nbsp-mode: space; line-break: after-white-space;"><p class="MsoNormal">Hi</p></body></html>',
  ],
  [
    'Outlook for iOS',
    '<html><body><div dir="ltr" style="font-family: Aptos; font-size: 12pt;">Hi</div><div id="ms-outlook-mobile-signature"><div></div>Get <a href="https://aka.ms/o0ukef">Outlook for iOS</a></div></body></html>',
  ],
  [
    'Gmail',
    '<div dir="ltr">Hi<br><br clear="all"><div dir="ltr" class="gmail_signature" data-smartmail="gmail_signature"><font color="#888888">Ana</font></div></div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">On Mon, Bo wrote:<br></div><blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex"><div dir="ltr">yes</div></blockquote></div>',
  ],
  [
    'Apple Mail',
    '<html><head><meta http-equiv="content-type" content="text/html; charset=utf-8"></head><body style="overflow-wrap: break-word; -webkit-nbsp-mode: space;" class="ApplePlainTextBody"><span style="caret-color: rgb(0, 0, 0); color: rgb(0, 0, 0); font-variant-caps: normal; -webkit-text-stroke-width: 0px; display: inline !important; float: none;">Hi</span></body></html>',
  ],
  [
    'Thunderbird',
    '<html><head><meta http-equiv="content-type" content="text/html"></head><body text="#000000" bgcolor="#FFFFFF" link="#0000ee"><p><font size="-1">Hi</font></p><div class="moz-cite-prefix">On Monday, Bo wrote:<br></div></body></html>',
  ],
  [
    'a Teams notification',
    '<table border="0" cellpadding="0" width="100%" style="background-color:#F3F2F1"><tr><td style="font-size:1px;line-height:1px">&nbsp;</td></tr><tr><td bgcolor="#6264A7" style="color:#FFFFFF;font-size:14px">Ana mentioned you</td></tr><tr><td><a href="https://teams.example/" style="background:#6264A7;color:#ffffff;padding:8px">Reply in Teams</a></td></tr></table>',
  ],
  [
    'an invoice in tables',
    '<style>@media only screen and (max-width:480px){.hide-mobile{display:none!important}}@media (prefers-color-scheme:dark){.t{color:#fff!important}}.t{color:#333}.preview{color:#ffffff;background:#222222}</style><table class="t"><tr class="hide-mobile"><th>Item</th><th>Price</th></tr><tr><td>Lamp</td><td>12</td></tr></table><div class="preview">Paid</div>',
  ],
  [
    'a newsletter with a hero image',
    '<table><tr><td background="https://a.example/hero.jpg" style="background:url(https://a.example/hero.jpg) center / cover"><h1 style="color:#ffffff;font-size:32px">Summer</h1></td></tr><tr><td style="font-size:0;line-height:0"><div style="display:inline-block;font-size:14px;line-height:20px">left</div></td></tr></table>',
  ],
];
