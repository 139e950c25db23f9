import { decodeBase64 } from '../crypto/encoding.ts';

/** The icon of the connector, two links of a chain. It is not a trademark of Microsoft. */
export const iconSvg =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64" rx="14" fill="#1f5fbf"/><g fill="none" stroke="#fff" stroke-width="5.5"><rect x="9" y="23" width="27" height="18" rx="9"/><rect x="28" y="23" width="27" height="18" rx="9"/></g></svg>';

/** The icon as PNG, 128 by 128 pixels, for clients without SVG support. */
export function iconPng(): Uint8Array<ArrayBuffer> {
  return decodeBase64(pngBase64) ?? new Uint8Array();
}

const pngBase64 = [
  'iVBORw0KGgoAAAANSUhEUgAAAIAAAACACAYAAADDPmHLAAAMQklEQVR4nOydeXRU1R3Hv/fNhIQlGBJiFkIihrKDicaNIpAQFUFb',
  'qU3VoyGxgrWtted4qEWQgqLAH1QOdpHCOTRhB0+rXTBYloF6isi+CadIUrKyhSUBAlnm3d77EAhk4d23ZTLvfs6ZM29m3pv55f6+',
  '7y6/+7s3XthAfK6vX4hKnqKE3k2AWFDEsOMY9lEsAekESYtQ0Br2dIJQcpI/U4KT7LhIJf6/luaPKoTFEFgEd7pXxXMgNIs5eQAk',
  'drCXgqyh8K+xSgymBZAwfvM4D9QZIGQIJI5BKXZSBe+X5qV/ChMYFkBC9qYRHkLmsW9IhaTN4EJgte7kkvyMjTCAsAB65PpSvBTz',
  '2OFISAIGJoQN3wphl8h1isjJSTm+tz0qdkM6P+AgBJmgZAfz0VSh6/SclJC1taPSqXYRO/kFSAIeCixXa0Inln089PLtzr2tAJJe',
  '/HccFP9a2da3Myj2QPWMLV42/Hhrp7XaBCSN3/ww9TTslM5vhzCfcd/xPlvrp7XAXbm+MNax+JIdtvoFkgCH1QREwdBjeelXmvu4',
  'xRpAVbEE0vntH1YTMF/mtfRxswJIzPZNZr3KLEiCAubLZ7lPm/3s1jeSsrf0p8R/gBDigSRooJT6CfUMLl464nDj95vUAJSo86Tz',
  'gw/uU+7bW9+/SQA9c31Ps+ricUiCEu7bhFzf6Mbv3RBA1sEOikrnQxLUKJT+FjPodb9fP0gMO/0Gk0giJEENn6pPLNz8+o3XjPjn',
  'fd1DOqCIHYZDEvxQWl1fT5IrVqZXajWAEoo0SOe7B0K6Mp8P4odXBaBiNCSu4prPNQEQUCkAl8F8/rT2rCVwUhyGxHXUE/RXvH48',
  'DYkr4b73srpATvi4FeZ7L3uKgMStRCisMxALiSthvo/gTYAUgHuJlU2AmyGaAEgoJC6FhAqtC5AEH1IALkcKwOVIAbgcKQCXIwXg',
  'cqQAXI4UgMuRAnA5UgAuRwrA5XjRxvTsHoaYbqGIiwxFLHvuHGbNqrRLV/w4frYWJ87V4iR7lFZeEbo+UO2yGscFMDCxC9LviUL6',
  'kCikJIfDo1i2VWGr+FWKXUersXn/Gfj2ncHh0ktoD3bZDUnK8VHYTKdQD346NhHPj4xH964hCAROV9Vh9Zbj8HgIsh6JCyi7lm2q',
  'wMKCElyuU2E3tgoghBVu9qge+PlTSYgKD4wCbi9UVtfjd38/huW+CjT47btHbRMAbzeXTBqCPj06Q2Kcr4svYML8g1q/wQ5sGQWk',
  'JndFwcw06XwLGJgUjs/eTcO9vbvCDiwXQHZGPNZMSUW3LrLKtwpelmveSsUPh1mfvmmpAN7N/g5mju+jtf0Sa/GyMp07oR+mPd8b',
  'VmKZACaO7onxrMMnsZeXH0/QHlZhiQCGDeyGt350NyTOMPXZZAwf1A1WYFoAyXGdsPD1QVAUWe07BS/rj14bhF4xHWEW05HAD18d',
  'oAV6zLC7sBplLCTKQ6M8VGoF2Rk9EGVRcIcHZ/h43Ap4SJmHmBNYqPneZOM9e/4981nZf+8dod3hm2BKAOOGxrBhShcY4WhFDRb/',
  'qwwFO0/j3MV6WAm3K8rCyF70HR00e/+5/RSshPfun3wgGjmZCegdL/6vlIb0CmfX32nKLlOBoC8/eFibLBGB301T8o5g/Z5K2IUR',
  'u24Hn7R5ZNI22MUTadF4L6ePcMTUrF2G+wCvjkkULuTiU5fx1IxdtjrfiF164LODEyzsfd8Krwm/z6rzMgOzlmbsMiyA3EfFhnzl',
  'Z2oxbuZubRrUTkTtEiHnUfsEwOHO5yKoEAz7mrHLkAB4u89j/XqprVfx0gf7cfaCtW39rYjaVd+goq5e/4wbv9v6Jtgb3j7Dymji',
  '/ANamenFjF2GBDAqJUro/Jkrj+JIuf3z3KJ2vbPiKGavKRK6JlPwN4zwdfFFzHHILkMCeCw1Wve5x05exgqLhlC3w4hd+RvKUHSi',
  'Rvd1mand4QRO2SUsAJ4pMzBJf3WzsKAUqu0pJ8bt4o+89eW6rxt8lzP7aTpll7AAYrt14FuP6zqXUoq1O6wdO7dETIRxu3gPnL+n',
  'Bz4pcyf7LSdwwi5hAcRFhuk+d/uRalRdaoATxAoM/W61i8cm9hRe0H19fKQze2o4YZewAER+hGezOIXI2P9QSVO7DgrYKnITmMVu',
  'u4RDwXFR+gv64mVr4vp6iBMY/jU33yBia3yUc7vq2G2XsACoQIcuNMS5dSd6239OB29Tu0K8+q9XiHMzn3bbJSyAyuo63edGOZhq',
  'bdYuPuGjF942O4XddokLoEp/NK9fgrGZQiOICKA5u/oK2OqkAOy2S7iOFinoAYmdcUdnZxYfVQr88Txk3Niurp286N9TfwzBKQE4',
  'YZewAER+hGeuDO1vTerS7RD947874IZdIwZHQgSnBOCEXYYEcOq8/tmqnExnEkX5ShoRuxonsP74Mf2zaeVnrliewNISTthlqJu+',
  'bpf++fyH+kVg9H3OxM8LdgralRaNsQ9EawtZ9LJup325DI1xyi7bBcCZldsXPRwYO3++67TQ+XNe6oNZOX2ErhH9DSMkRofhvfHO',
  '2GVIAFsPnUN1jf4Qb2R4CJa/mWL7AtGth88LhZ4jOoewzqB+m86z795+pAp2wlcpL/91itDKKjN2GY7ULNmof6aKc1dMR229YGqy',
  'PWvcrrF0k5hdIuStL4Od3NMrnJXR/VqChwhm7DIsgI/Wlgh3Ou6MCMUn0+7FG+N62RYl5HbZkXnEO5l8CtkOeFlMeqYX/jb9PqHA',
  'jxV2eSJScmfAAPUNFHX1FCOHiA1VOA+yDhhf6MjTsUpPX8EVCzdC4HbVNqjMLmszd2avLtR28rASXs1nsXL442sDkXGPMXvN2mV6',
  'f4Av5j4kXGXdyrWFISfO1qKm1poJpJcf74nwjtbs68P7O3wNgxV06ejV5u3NLgzh8CzrEW9+BTOYFgBv01dNTnF04kcCVmv6kTVr',
  'Lw4cMzflbtpre9jd+8sFhyBxDp4l9LM/HDLtfI4lty2PC8z9y/8gcYY5Hxdh074zsALL6u3f/6NY291KYi/5G8rxp8+sG41Y2nC/',
  'veQIfrP0G23vO4m18J3Cpi/7RntYieVztTxAVHi8Bgt+MZD1wtt8I9KgoOpSPV758CC++q/1UUhbuu7/YaHiJ6eLL3SUNIUvYBnL',
  'ytIO53Ns3SiSDw1fzIjHT55IdCyXPlg4eb4OC1hUc8XmCqF1gqI4slVsBy/BcyPite1i4yKdy6htDb4CdxELofI8Sr7BVSDZxR2/',
  'aksF6hrs70s5IoBr8G2EUljgaPigSAwfHKlNfji5KfO+ogvYcuAsvjh4FnuKqq9nOAeqXU7gqACaQ24X37b9pDYXgKRtkQF8lyMF',
  '4HKkAFyOFIDLkQJwOVIALkcKwOVIAbgcKQCXIwXgcqQAXA4TALV3sZskgKFVCihOQOJOmO95EyAF4F5OKBRECsClcN/ztF0pAPfC',
  'agCKvZC4Eu57hRJ1PTuQWUEug/tcoZ7PlbIlo8oJ6H5IXAXz+fbiZcOPa4Eg1hlYB4mruOZzTQB+BZ9C4iqYzzUBXE9+T8rZdJ69',
  'vAMSF0CrivMzIvjR9bkAqpI5kLiCxr6+LoCSysvz2EcnIQluKD111ddXuTEbWDCmVlXJDEiCGpWS6dzX117fNB1cmjxyIeseyr1e',
  'ghQ29j+o+bgRN+cDzCCqqmAKJEEJVTCN+7jxe00SQkrz0lexU/8MSVDB7v585tsmw/1mM4KKi8krLDa8HpKggDl/Q0kJJjT3WfMp',
  'YZvTG2o8Ic+wK2WIuJ3DbuQDNd6QH3CfNvd5izmBlYuHXfCDjmHqsXeLbIltUErLqSdkNPdlS+e0mhSqTRSpngeYjPZA0t7Ypigk',
  'rXTxsFY3b9S1D0pC1taOSqfaRezkFyAJeFitvbokLDwbC9Nuu2++0EY4STm+qezLZxIC5/51pkQ3rMr3U6L8qjR/5Dy91witCyjO',
  'T38fhN7Pe5WQBBSaTwgeFHE+x/CdnJizaRQomcNqgzRI2gzm+J3sppxckp+xEQYwXZX3zPU9RyidxFqF+yBxDDa828Hi+rPLloz8',
  'BCawrC1PGL+xh4coo5kkx7CXmSDE3v8O5TLYnX6O3enr2VRuQW2Dv+DUykxLZm5t68wlvbhlqOqhfRXQZPYymf0BvfkzazKc+V+y',
  '7RTN0UAhfxDQQha4L1QVcqg8L30bbOD/AAAA//8PuOmCAAAABklEQVQDAMDUv0EoKdv1AAAAAElFTkSuQmCC',
].join('');

/** An icon of `serverInfo` and of the MCP registry. */
interface IconLink {
  readonly src: string;
  readonly mimeType: string;
  readonly sizes: string[];
}

/** The icons of a connector, on its own origin: clients reject other origins. */
export function iconLinks(origin: string): IconLink[] {
  return [
    { src: `${origin}/icon.png`, mimeType: 'image/png', sizes: ['128x128'] },
    { src: `${origin}/icon.svg`, mimeType: 'image/svg+xml', sizes: ['any'] },
  ];
}
