import type { Messages } from './en.ts';

const connectAgain = 'Kembali ke aplikasi dan hubungkan lagi.';

/** The texts of all pages in Indonesian. */
export const id: Messages = {
  lang: 'id',
  layout: {
    product: 'Konektor Microsoft 365',
    at: (host) => `di ${host}`,
    skip: 'Langsung ke isi',
    footer:
      'Hanya baca: konektor tidak dapat mengirim, mengubah, atau menghapus apa pun, tidak menyimpan isi, dan tidak pernah melihat kata sandi.',
    copy: 'Salin',
    copied: 'Tersalin',
  },
  home: {
    title: 'Hubungkan',
    heading: 'Microsoft 365 Anda, untuk asisten Anda',
    intro:
      'Tanyakan kepada Claude atau asisten lain apa yang dikatakan atasan Anda tentang anggaran, dan ia menemukan surel, berkas, atau rapatnya. Ia hanya membaca yang dapat Anda baca, dengan izin Anda sendiri. Ia tidak dapat mengubah apa pun.',
    closed:
      'Belum ada organisasi yang diizinkan. Operator harus menambahkan ID tenant-nya ke `ALLOWED_TENANTS`.',
    connect: 'Hubungkan',
    giveUrl: 'Berikan URL ini kepada klien Anda, dan masuk dengan akun kerja saat diminta:',
    claude:
      'Settings, Connectors, **Add custom connector**: tempelkan URL, biarkan pengaturan lanjutan kosong, hubungkan. Pada paket Team atau Enterprise, owner menambahkannya lebih dahulu.',
    claudeCode: 'Lalu `/mcp`, dan **Authenticate**.',
    chatgpt:
      'Settings, Connectors, dengan developer mode aktif: buat satu dengan URL ini, autentikasi **OAuth**. Biarkan client id dan secret kosong.',
    install: (client) => `Pasang di ${client}`,
    inFile: 'Atau di berkas',
    other: 'Klien MCP lain',
    otherSteps:
      'Ia hanya memerlukan URL: server otorisasi ditemukan darinya. Klien yang hanya menjalankan program lokal memakai perintah ini:',
    manage: 'Kelola',
    me: '[Koneksi Anda](/me), izinnya, dan cara mengakhirinya.',
    admin: '[Administrasi](/admin) organisasi: persetujuan, izin, alat, dan pemeriksaan mandiri.',
  },
  unconfigured: {
    title: 'Belum dikonfigurasi',
    heading: 'Konektor belum dikonfigurasi',
    text: 'Konektor menolak setiap permintaan sampai operatornya mengisi variabel ini:',
    steps:
      'Di checkout konektor, `npm run setup` mendaftarkan kedua aplikasi di Microsoft Entra dan mengisi semuanya; `npm run deploy` lalu memeriksa dan menerapkan.',
  },
  notFound: {
    heading: 'Halaman tidak ditemukan',
    text: 'Konektor ini tidak memiliki halaman di URL ini.',
    home: '[Halaman awal](/): cara menghubungkan klien.',
  },
  consent: {
    title: (client) => `Hubungkan ${client}?`,
    heading: (client) => `Hubungkan ${client} ke Microsoft 365 Anda?`,
    next: 'Berikutnya Anda masuk dengan Microsoft. Konektor tidak melihat kata sandi Anda.',
    application: 'Aplikasi',
    goesTo: 'Akses diberikan kepada',
    published: (host) => `(diterbitkan oleh ${host})`,
    claimed: (host) => `(mengaku diterbitkan di ${host}, tidak diverifikasi)`,
    notVerified: '(nama dipilih oleh aplikasi, tidak diverifikasi)',
    configured: '(dikonfigurasi manual dengan client ID konektor ini)',
    bound: '(disiapkan oleh administrator organisasi Anda)',
    loopback: (host) => `aplikasi di komputer ini (${host})`,
    forwarded: (host) => `aplikasi di komputer ini, melalui ${host}`,
    device: (target) => `aplikasi di perangkat ini (${target})`,
    reads: 'Paling banyak, aplikasi dapat membaca ini dengan izin Anda',
    optional: 'Jika organisasi Anda menambahkannya',
    limits: (host) =>
      `Hanya yang dapat Anda buka sendiri, dan hanya sejauh yang diberikan organisasi Anda: Anda melihatnya di ${host}/me. Akses berlaku sampai Anda mencabutnya di sana, paling lama satu tahun, dan berakhir setelah 90 hari tanpa pemakaian.`,
    warning: (client) => `Lanjutkan hanya jika Anda baru saja memulai ini di ${client}.`,
    warningUnverified:
      'Lanjutkan hanya jika Anda baru saja memulai ini di aplikasi yang Anda percayai. Aplikasi mana pun dapat memakai nama ini.',
    allow: 'Lanjut ke Microsoft',
    deny: 'Batal',
  },
  failure: {
    connectorHeadings: {
      user: 'Akun ini tidak dapat dihubungkan',
      administrator: 'Administrator Anda harus mengizinkannya',
      operator: 'Operator konektor harus memperbaikinya',
      nobody: 'Konektor sementara tidak tersedia',
    },
    entraHeadings: {
      user: 'Microsoft tidak dapat memproses masuk Anda',
      administrator: 'Administrator Anda harus mengizinkannya',
      operator: 'Konfigurasi konektor salah',
      nobody: 'Microsoft sementara tidak tersedia',
    },
    owner: 'Siapa yang dapat memperbaikinya',
    owners: {
      user: 'Anda',
      administrator: 'Administrator Entra organisasi Anda',
      operator: 'Operator konektor ini',
      nobody: 'Tidak ada: coba lagi dalam beberapa menit',
    },
    account: 'Akun yang dipakai',
    code: 'Kode',
    codeLink: 'Penjelasan Microsoft tentang galat ini',
    traceId: 'ID jejak',
    correlationId: 'ID korelasi',
    time: 'Waktu',
    forward:
      'Kirim nilai ini kepada administrator Anda, yang dapat menemukan proses masuk lewat ID jejak di log masuk Entra.',
    otherAccount: 'Pakai akun lain',
    back: (client) => `Kembali ke ${client}`,
    links: {
      setUp: 'siapkan konektor untuk organisasi',
      assign: 'tetapkan pengguna di Enterprise applications',
      signInLog: 'cari proses masuk di log masuk',
      account: 'cari akunnya',
    },
    unnamedClient: 'aplikasi',
    adminClient: 'halaman administrasi',
    meClient: 'koneksi Anda',
  },
  areas: {
    mail: {
      name: 'Surel sendiri',
      opens: 'pesan Anda dan lampirannya',
      opensInPart: 'subjek, pengirim, dan tanggal pesan Anda',
      gone: 'kotak surat sendiri',
    },
    sharedMail: {
      name: 'Kotak surat bersama',
      opens: 'kotak surat yang dibagikan kepada Anda',
      gone: 'kotak surat orang lain',
    },
    calendar: {
      name: 'Kalender sendiri dan ketersediaan',
      opens: 'acara Anda, dan kapan orang lain luang',
      gone: 'acara sendiri dan semua waktu luang',
    },
    sharedCalendars: {
      name: 'Kalender bersama',
      opens: 'kalender yang dibagikan kepada Anda',
      gone: 'kalender orang lain',
    },
    timeZone: {
      name: 'Zona waktu',
      opens: 'zona waktu Anda',
      gone: 'tidak ada selama Calendars.Read diberikan; jika tidak, waktu ditulis dalam UTC',
    },
    sharePoint: {
      name: 'SharePoint',
      opens: 'situs, halaman, dan berkas SharePoint yang dapat Anda buka',
      gone: 'semua di situs SharePoint: situs, halaman, daftar, dan pustaka',
    },
    oneDrive: {
      name: 'OneDrive sendiri',
      opens: 'OneDrive Anda',
      gone: 'OneDrive sendiri',
    },
    sharedOneDrive: {
      name: 'OneDrive orang lain',
      opens: 'berkas yang dibagikan orang lain dari OneDrive mereka',
      gone: 'semua di OneDrive orang lain',
    },
    chats: {
      name: 'Obrolan',
      opens: 'obrolan Anda',
      opensInPart: 'nama dan anggota obrolan Anda',
      gone: 'obrolan dan pesannya',
    },
    channels: {
      name: 'Pesan saluran',
      opens: 'pesan di saluran Anda',
      gone: 'pesan saluran',
    },
    teamList: {
      name: 'Daftar tim',
      opens: 'nama tim Anda',
      gone: 'daftar tim; yang ditemukan pencarian tetap dapat dibuka',
    },
    channelList: {
      name: 'Daftar saluran',
      opens: 'nama salurannya',
      gone: 'daftar dan nama saluran; yang ditemukan pencarian tetap dapat dibuka',
    },
    meetings: {
      name: 'Rapat daring',
      opens: 'rincian rapat daring',
      gone: 'transkrip, catatan, kehadiran, dan rekaman; acaranya tetap ada',
    },
    transcripts: {
      name: 'Transkrip rapat',
      opens: 'transkrip rapat Anda',
      gone: 'transkrip',
    },
    aiNotes: {
      name: 'Catatan AI rapat',
      opens: 'catatan AI dan tindak lanjut',
      gone: 'catatan AI dan tindak lanjut',
    },
    attendance: {
      name: 'Kehadiran rapat',
      opens: 'kehadiran',
      gone: 'kehadiran',
    },
    recordings: {
      name: 'Rekaman rapat',
      opens: 'tautan ke rekaman',
      gone: 'tautan ke rekaman',
    },
    profile: {
      name: 'Profil sendiri',
      opens: 'profil Anda',
      gone: 'jabatan dan alamat pengguna; namanya ikut saat masuk',
    },
    people: {
      name: 'Orang menurut nama',
      opens: 'nama rekan kerja',
      gone: 'pencarian menurut nama; alamat tetap berfungsi',
    },
    profiles: {
      name: 'Profil rekan kerja',
      opens: 'jabatan, departemen, kantor, atasan, dan bawahan rekan kerja',
      gone: 'jabatan, departemen, kantor, atasan, dan bawahan; nama dan alamat tetap ada',
    },
    relevantPeople: {
      name: 'Orang yang bekerja dengan pengguna',
      opens: 'orang yang bekerja dengan Anda',
      gone: 'orang yang bekerja dengan pengguna; direktori tetap ada',
    },
    presence: {
      name: 'Kehadiran di Teams',
      opens: 'siapa yang sedang tersedia di Teams',
      gone: 'kehadiran di Teams; waktu luang di kalender tetap ada',
    },
    tasks: {
      name: 'Tugas',
      opens: 'tugas Anda di Planner dan To Do',
      gone: 'tugas',
    },
    notes: {
      name: 'Catatan',
      opens: 'buku catatan OneNote yang dapat Anda buka',
      opensInPart: 'buku catatan OneNote milik Anda',
      gone: 'catatan',
    },
  },
  categories: {
    mail: 'Surel',
    calendar: 'Kalender',
    files: 'Berkas dan situs',
    teams: 'Teams',
    meetings: 'Rapat',
    people: 'Orang',
    tasks: 'Tugas',
    notes: 'Catatan',
  },
  tools: {
    sharepoint_search: 'Cari berkas dan halaman',
    sharepoint_folder_search: 'Cari folder',
    outlook_email_search: 'Cari surel',
    outlook_calendar_search: 'Cari di kalender',
    find_meeting_availability: 'Temukan waktu rapat',
    chat_message_search: 'Cari pesan Teams',
    people_search: 'Cari orang',
    task_search: 'Cari tugas',
    note_search: 'Cari catatan',
    read_resource: 'Baca isi',
  },
  credentials: {
    certificate: 'Sertifikat',
    secret: 'Client secret',
    ends: (credential, application, day) =>
      `${credential} aplikasi ${application} berakhir pada ${day}. Tambahkan yang baru di samping yang lama:`,
    ended: (credential, application, day) =>
      `${credential} aplikasi ${application} telah berakhir pada ${day}. Tambahkan yang baru di samping yang lama:`,
  },
  entra: {
    claims_step_up:
      'Microsoft memerlukan langkah masuk tambahan, misalnya autentikasi multifaktor. Masuk lagi ke konektor.',
    device_step_up:
      'Organisasi Anda mewajibkan perangkat terkelola atau patuh. Masuk lagi ke konektor dari perangkat seperti itu.',
    consent_step_up:
      'Izin konektor belum disetujui. Masuk lagi dan setujui, atau minta administrator menyetujuinya untuk organisasi.',
    admin_consent_required: 'Administrator Entra organisasi Anda harus menyetujui konektor lebih dahulu.',
    application_missing:
      'Konektor belum disiapkan di organisasi Anda, atau dinonaktifkan di sana. Administrator Entra harus menambahkan kedua enterprise application-nya.',
    not_assigned:
      'Anda belum ditetapkan ke konektor. Administrator Entra harus menetapkan Anda, atau grup Anda, ke kedua enterprise application.',
    wrong_account: 'Akun ini bukan milik organisasi. Masuk dengan akun kerja organisasi.',
    blocked:
      'Kebijakan Akses Bersyarat organisasi Anda memblokir konektor. Administrator dapat menemukan alasannya di log masuk noninteraktif.',
    sign_in_again: 'Proses masuk telah kedaluwarsa atau dicabut. Masuk lagi ke konektor.',
    assertion_rejected: 'Microsoft tidak menerima token akses. Masuk lagi ke konektor.',
    account_disabled:
      'Akun dinonaktifkan atau dikunci, atau Microsoft memblokir proses masuk karena alamat IP-nya. Administrator dapat menemukan alasannya di log masuk.',
    password_expired: 'Kata sandi Anda telah kedaluwarsa. Masuk lagi ke konektor dan gantilah.',
    credential_fault:
      'Kredensial konektor sendiri tidak valid atau kedaluwarsa. Operator konektor harus memperbaruinya.',
    request_fault: 'Microsoft menolak permintaan konektor karena tidak valid. Hubungi operator konektor.',
    wrong_cloud: 'Organisasi berada di cloud Microsoft yang berbeda dari konektor.',
    throttled: 'Microsoft membatasi konektor. Coba lagi nanti.',
    unavailable: 'Layanan masuk Microsoft tidak merespons. Coba lagi sebentar lagi.',
    loop_detected:
      'Microsoft menerima terlalu banyak permintaan yang sama. Tunggu beberapa menit, lalu coba lagi.',
  },
  denials: {
    revoked: 'Proses masuk ini telah dicabut. Masuk lagi ke konektor.',
    policy_unavailable: 'Pengaturan organisasi Anda tidak dapat dibaca. Coba lagi sebentar lagi.',
    tenant_disabled:
      'Administrator organisasi Anda menonaktifkan konektor ini. Mereka dapat mengaktifkannya lagi di halaman /admin.',
    not_allowed:
      'Organisasi Anda membatasi konektor ini untuk orang dan grup tertentu, dan Anda tidak termasuk. Administrator dapat menambahkan Anda di halaman /admin.',
    groups_unknown:
      'Organisasi Anda membatasi konektor ini untuk grup tertentu, dan proses masuk Anda tidak memuat grup Anda. Administrator dapat menambahkan Anda secara perorangan di halaman /admin.',
    client_not_bound:
      'Organisasi Anda hanya mengizinkan koneksi asistennya sendiri. Pakai konektor di ruang kerja organisasi Anda, bukan di akun pribadi asisten.',
    network_not_allowed:
      'Organisasi Anda hanya mengizinkan konektor dari jaringannya sendiri. Hubungkan dari sana, misalnya lewat VPN-nya.',
    directory_role:
      'Organisasi Anda tidak mengizinkan pemegang peran administrator memakai konektor. Pakai akun tanpa peran seperti itu.',
    personal_account:
      'Akun Microsoft pribadi tidak dapat memakai konektor ini. Masuk dengan akun kerja atau sekolah.',
    agent_identity: 'Konektor ini tidak menerima identitas agen. Masuk sebagai pengguna.',
    tenant_not_allowed:
      'Organisasi Anda belum diaktifkan di konektor ini. Operator konektor harus mengaktifkannya.',
    client_not_allowed:
      'Aplikasi yang Anda pakai untuk masuk belum diaktifkan di konektor ini. Operator konektor dapat mengaktifkannya.',
    client_unproven:
      'Token akses ini tidak diterbitkan melalui konektor. Hubungkan lagi dengan URL konektor.',
    scope_missing: 'Token akses tidak memiliki cakupan konektor ini. Masuk lagi.',
    keys_unavailable: 'Token akses saat ini tidak dapat diverifikasi. Coba lagi sebentar lagi.',
    other_user:
      'Anda masuk dengan akun yang berbeda dari sebelumnya. Hubungkan lagi, dan pilih akun yang Anda pakai sebelumnya.',
  },
  problems: {
    whatToDo: 'Yang harus dilakukan',
    rejected: 'Nilai yang ditolak',
    requestId: 'ID permintaan',
    request_malformed: {
      heading: 'Tautan masuk tidak lengkap',
      text: 'Tautan harus memuat satu client_id dan satu redirect_uri.',
      steps: [connectAgain],
    },
    client_unknown: {
      heading: 'Aplikasi tidak dikenal',
      text: 'Client ID aplikasi tidak diterbitkan oleh konektor ini, atau kuncinya sudah tidak dipakai.',
      steps: [
        'Hapus konektor dari aplikasi dan tambahkan lagi, agar aplikasi mendaftar ulang.',
        'Jika aplikasi meminta client ID, pakai yang diberikan operator konektor.',
      ],
    },
    document_unavailable: {
      heading: 'Aplikasi tidak dapat dikenali',
      text: 'Client ID adalah URL dokumen metadata klien, yang tidak dapat dibaca konektor. Dokumen harus berupa JSON di URL https publik, dengan URL-nya sendiri sebagai client_id, dan dengan redirect_uris.',
      steps: [
        'Anda: coba lagi dalam beberapa menit.',
        'Penerbit aplikasi: pastikan dokumen dapat diambil tanpa pengalihan, dalam lima detik dan 64 KB.',
      ],
    },
    document_untrusted: {
      heading: 'Redirect URI tidak diizinkan',
      text: 'Konektor tidak mengenal penerbit aplikasi ini. Aplikasi dari penerbit tak dikenal hanya boleh menerima akses di komputer ini: http di localhost, 127.0.0.1, atau [::1]. Tidak ada yang dikirim ke redirect URI.',
      steps: [
        'Anda: jangan lanjutkan jika Anda tidak memulai proses masuk ini.',
        'Operator konektor: jika Anda memercayai penerbitnya, tambahkan URL di bawah ke TRUSTED_CLIENT_METADATA.',
      ],
    },
    document_not_allowed: {
      heading: 'Aplikasi ini tidak diizinkan',
      text: 'Operator konektor hanya mengizinkan aplikasi lain.',
      steps: ['Operator konektor: tambahkan URL di bawah, atau host-nya, ke ALLOWED_CLIENT_METADATA.'],
    },
    client_blocked: {
      heading: 'Aplikasi ini diblokir',
      text: 'Operator konektor telah memblokir aplikasi ini.',
      steps: ['Operator konektor: hapus client ID-nya dari BLOCKED_MCP_CLIENTS.'],
    },
    registration_disabled: {
      heading: 'Pendaftaran dinonaktifkan',
      text: 'Aplikasi mendaftarkan dirinya sendiri, yang tidak diizinkan operator konektor.',
      steps: [
        'Anda: jika aplikasi meminta client ID, pakai yang diberikan operator konektor.',
        'Operator konektor: setel CLIENT_REGISTRATION ke on.',
      ],
    },
    redirect_host_not_allowed: {
      heading: 'Redirect URI tidak diizinkan',
      text: 'Operator konektor hanya mengizinkan redirect URI dari host lain. Tidak ada yang dikirim ke redirect URI.',
      steps: ['Operator konektor: tambahkan host redirect URI ke ALLOWED_REDIRECT_HOSTS.'],
    },
    redirect_unknown: {
      heading: 'Redirect URI tidak diizinkan',
      text: 'Yang diterima: http di localhost, 127.0.0.1, atau [::1], dan redirect URI aplikasi yang dikenal. Tidak ada yang dikirim ke URI ini.',
      steps: [
        'Anda: jangan lanjutkan jika Anda tidak memulai proses masuk ini.',
        'Operator konektor: jika aplikasi ini milik Anda, tambahkan URI di bawah ke TRUSTED_REDIRECT_URIS.',
      ],
    },
    redirect_invalid: {
      heading: 'Redirect URI tidak valid',
      text: 'Redirect URI harus berupa URI absolut paling panjang 512 karakter dengan penulisan kanonis, tanpa fragmen dan nama pengguna, dan http hanya pada localhost, 127.0.0.1, atau [::1]. Tidak ada yang dikirim ke sana.',
      steps: [
        'Anda: jangan lanjutkan jika Anda tidak memulai proses masuk ini.',
        'Pengembang aplikasi: kirim redirect URI sebagaimana ditulis oleh pengurai URL, tanpa spasi, segmen titik, dan porta bawaan.',
      ],
    },
    redirect_refused: {
      heading: 'Redirect URI tidak diizinkan',
      text: 'Redirect URI bukan salah satu yang didaftarkan aplikasi. Tidak ada yang dikirim ke sana.',
      steps: [
        'Anda: jangan lanjutkan jika Anda tidak memulai proses masuk ini.',
        'Pengembang aplikasi: daftarkan redirect URI yang tepat. Hanya port localhost, 127.0.0.1, dan [::1] yang boleh berbeda.',
      ],
    },
    consent_stale: {
      heading: 'Halaman ini telah kedaluwarsa',
      text: 'Halaman persetujuan berlaku sepuluh menit, di peramban yang membukanya, dengan cookie aktif.',
      steps: [connectAgain],
    },
    sign_in_unknown: {
      heading: 'Proses masuk tidak dikenal atau kedaluwarsa',
      text: 'Proses masuk berlangsung lebih dari sepuluh menit, atau tidak dimulai di sini.',
      steps: [connectAgain],
    },
    other_browser: {
      heading: 'Proses masuk dimulai di peramban lain',
      text: 'Proses masuk harus diselesaikan di peramban yang memulainya, dengan cookie aktif. Jika seseorang mengirimi Anda tautan ini, mungkin ia mencoba memakai akun Anda.',
      steps: ['Jika Anda memulainya sendiri, hubungkan lagi dalam satu peramban.'],
    },
    already_finished: {
      heading: 'Proses masuk ini sudah selesai',
      text: 'Aplikasi telah menerima hasilnya. Anda dapat menutup jendela ini.',
      steps: ['Jika aplikasi belum terhubung, kembali ke aplikasi dan hubungkan lagi.'],
    },
    page_stale: {
      heading: 'Halaman ini sudah usang',
      text: 'Anda telah masuk lagi sejak halaman dibuka, atau sesi Anda telah berakhir. Tidak ada yang diubah.',
      steps: ['Buka lagi halamannya dan ulangi perubahan.'],
    },
    account_refused: {
      heading: 'Akun ini tidak dapat memakai konektor',
      text: 'Microsoft menerima proses masuk Anda, tetapi ini akun pribadi, atau organisasinya belum diaktifkan di konektor ini.',
      steps: ['Masuk dengan akun kerja atau sekolah dari organisasi yang diaktifkan.'],
    },
    unexpected: {
      heading: 'Konektor gagal',
      text: 'Terjadi galat internal. Akun Anda tidak terpengaruh.',
      steps: [
        'Anda: coba lagi sebentar lagi.',
        'Jika gagal lagi, kirim ID permintaan di bawah kepada operator konektor.',
      ],
    },
  },
  me: {
    title: 'Koneksi Anda',
    intro:
      'Masuk untuk melihat apa yang dapat dibaca konektor ini untuk Anda dan aplikasi mana yang Anda hubungkan, serta untuk mencabut aksesnya.',
    signIn: 'Masuk dengan Microsoft',
    signOut: 'Keluar',
    account: 'Akun',
    organization: 'Organisasi',
    unnamed: 'Tanpa nama',
    applications: 'Aplikasi terhubung',
    noApplications: 'Tidak ada aplikasi terhubung.',
    count: (shown, total) => `${shown} dari ${total}`,
    connected: 'Terhubung',
    lastUsed: 'terakhir dipakai',
    disconnect: 'Putuskan',
    disconnected: 'Terputus. Aplikasi telah kehilangan akses.',
    unknownConnection: 'Koneksi ini sudah tidak ada. Tidak ada yang diubah.',
    newer: 'Lebih baru',
    older: 'Lebih lama',
    pages: 'Halaman koneksi',
    disconnectAll: 'Putuskan semua',
    revokeAll: 'Cabut semua akses',
    revokedHeading: 'Semua aplikasi telah terputus',
    revoked:
      'Semua aplikasi telah kehilangan akses ke Microsoft 365 Anda melalui konektor ini. Konektor tidak menyimpan isi. Anda dapat menghubungkan lagi kapan saja.',
    reads: 'Yang dapat dibaca konektor untuk Anda',
    yes: 'Ya',
    no: 'Tidak',
    missing: (permission) => `memerlukan ${permission}, yang tidak diberikan`,
    off: (permission) => `memerlukan ${permission}, yang dinonaktifkan organisasi Anda`,
    limits: (tools) =>
      `Hanya yang dapat Anda buka sendiri. Alat yang tersedia: ${tools}. Organisasi Anda menentukan apa yang diberikan.`,
    fewerTools:
      'Untuk memakai lebih sedikit alat, tambahkan `?tools=` ke URL konektor. Ini kemudahan, bukan batas: setiap klien memilih URL-nya sendiri.',
  },
  admin: {
    title: 'Administrasi',
    pages: {
      overview: 'Ringkasan',
      access: 'Akses',
      permissions: 'Izin',
      tools: 'Alat',
      clients: 'Klien',
      people: 'Orang',
      activity: 'Aktivitas',
    },
    signedIn: 'Sudah masuk',
    signOut: 'Keluar',
    credential: 'Untuk operator:',
    unknown: 'Tidak diketahui',
    remove: 'Hapus',
    add: 'Tambah',
    cancel: 'Batal',
    switchOn: 'Aktifkan',
    switchOff: 'Nonaktifkan',
    signIn: {
      text: 'Untuk administrator Entra: siapkan konektor untuk organisasi Anda, lihat apa yang boleh dibacanya dan mengapa, persempit, dan tarik kembali akses.',
      role: 'Anda memerlukan peran yang boleh menyetujui untuk organisasi, seperti Cloud Application Administrator atau Global Administrator, atau peran aplikasi `Connector.Admin` dari M365 MCP Server. Dengan masuk, konektor hanya menerima nama Anda dan daftar izin yang diberikan.',
      button: 'Masuk dengan Microsoft',
      notTitle: 'Bukan administrator',
      notHeading: 'Anda bukan administrator di sini',
      notText: (user) =>
        `Anda masuk sebagai ${user}. Halaman ini untuk yang boleh menyetujui atas nama organisasi (Application, Cloud Application, Privileged Role, dan Global Administrator) dan pemegang peran aplikasi Connector.Admin.`,
      notHint: 'Peran yang baru saja diberikan berlaku pada proses masuk berikutnya.',
      ownPage: 'Yang Anda hubungkan sendiri',
      other: 'Masuk sebagai orang lain',
    },
    states: {
      closed_by_operator: {
        heading: 'Ditutup oleh operator',
        text: 'Operator konektor ini belum mengaktifkan organisasi Anda. Kirimkan ID tenant di bawah; sebelum itu tidak ada yang dapat disiapkan.',
      },
      unknown: {
        heading: 'Tidak diketahui',
        text: 'Microsoft tidak mengembalikan izin yang diberikan. Jalankan pemeriksaan mandiri untuk melihat alasannya.',
      },
      not_set_up: {
        heading: 'Belum disiapkan',
        text: 'Tidak seorang pun di organisasi Anda dapat memakai konektor sebelum Anda menyetujui. Setiap izin dapat Anda tarik kembali kapan saja.',
      },
      half_set_up: {
        heading: 'Setengah disiapkan',
        text: 'Salah satu dari dua aplikasi sudah siap, yang lain belum. Setujui sekali lagi: keduanya diminta, dalam urutan yang benar.',
      },
      switched_off: {
        heading: 'Dinonaktifkan',
        text: 'Administrator organisasi Anda menonaktifkan konektor untuk semua orang. Yang diberikan di Entra tidak berubah.',
      },
      open_in_part: {
        heading: 'Terbuka, sebagian dinonaktifkan',
        text: 'Orang dapat memakai konektor. Beberapa izin atau alat tidak diberikan, atau dinonaktifkan di sini.',
      },
      open: {
        heading: 'Terbuka',
        text: 'Orang di organisasi Anda dapat memakai konektor, masing-masing dengan izinnya sendiri di Microsoft 365.',
      },
    },
    setUp: {
      heading: 'Penyiapan',
      done: 'Selesai:',
      notDone: 'Belum selesai:',
      enabled: 'Operator mengaktifkan organisasi Anda',
      tenantId: 'ID tenant',
      tellOperator: 'Kirimkan kepada operator, yang menambahkannya ke ALLOWED_TENANTS.',
      serverText: 'Membaca Microsoft Graph untuk setiap pengguna. Anda baru saja masuk ke sana.',
      applicationId: 'ID aplikasi',
      granted: (count, of) => `${count} dari ${of} izin`,
      grantedUnknown: 'Izin tidak diketahui',
      client: {
        ready: 'Ada di organisasi Anda, dan disetujui.',
        missing:
          'Tidak ada di organisasi Anda, belum disetujui, atau dinonaktifkan di sana. Persetujuan menambahkannya.',
        not_assigned:
          'Ada di organisasi Anda, tetapi Anda belum ditetapkan. Tetapkan diri Anda, atau grup Anda, ke kedua aplikasi.',
        unknown: 'Tidak diketahui: pemeriksaan mandiri tidak sampai ke sana.',
      },
      clientText: 'Pengguna masuk ke aplikasi ini; ia sendiri tidak membaca apa pun.',
      consent: 'Setujui semuanya',
      consentAgain: 'Setujui semuanya sekali lagi',
      choose: 'Pilih izin',
      afterUpdate: 'misalnya setelah pembaruan yang memerlukan izin baru.',
    },
    handOut: {
      heading: 'Bagikan ini',
      text: 'Orang menempelkan URL ini ke Claude, ChatGPT, atau asisten lain, lalu masuk dengan akun kerja:',
      next: 'Berikutnya: hubungkan asisten Anda sendiri dan tanyakan sesuatu. [Halaman awal](/) memuat langkah untuk setiap asisten; orang mengakhiri koneksi di [halaman mereka sendiri](/me). Mulailah dengan [grup percontohan](/admin/people).',
    },
    check: {
      heading: 'Pemeriksaan mandiri',
      text: 'Menjalankan permintaan lengkap atas nama Anda: proses masuk, pertukaran token, dan pencarian. Menunjukkan langkah tempat permintaan itu berhenti.',
      automatic: 'Berjalan sendiri setelah Anda menyetujui.',
      lastRun: 'Terakhir dijalankan',
      never: 'Belum pernah dijalankan.',
      run: 'Jalankan pemeriksaan mandiri',
      outcomes: { ok: 'Berhasil', failed: 'Berhenti di sini', skipped: 'Tidak dicoba' },
      codeLink: 'Penjelasan Microsoft',
      traceId: 'ID jejak',
      steps: {
        sign_in: 'M365 MCP Client memproses masuk Anda',
        token: 'Konektor menerima token akses',
        exchange: 'M365 MCP Server menukarnya dengan token Graph',
        profile: 'Microsoft Graph merespons',
        search: 'Pencarian merespons',
      },
      failed: 'Konektor gagal di sini. Laporkan waktu pemeriksaan ini kepada operatornya.',
      reasons: {
        tenant_disabled: 'Konektor dinonaktifkan untuk organisasi Anda, di halaman ini.',
        consent_step_up:
          'Aplikasi tidak ada di organisasi Anda, atau belum disetujui. Berikan persetujuan di atas.',
        admin_consent_required:
          'Aplikasi belum disetujui. Berikan persetujuan di atas, dengan peran yang boleh menyetujui untuk organisasi.',
        application_missing:
          'Aplikasi tidak ada di organisasi Anda, atau dinonaktifkan di sana. Berikan persetujuan di atas, atau aktifkan di Entra pada Enterprise applications.',
        not_assigned:
          'Anda belum ditetapkan ke salah satu dari dua aplikasi. Tetapkan diri Anda, atau grup Anda, ke keduanya.',
        blocked:
          'Kebijakan Akses Bersyarat memblokirnya. ID jejak menemukannya di log masuk Entra, juga pada proses masuk noninteraktif.',
        tenant_not_allowed: 'Operator belum mengaktifkan organisasi Anda.',
        client_not_allowed: 'Operator harus mengisi CLIENT_APP_ID dengan ID M365 MCP Client.',
        client_unproven:
          'Microsoft menerbitkan token untuk M365 MCP Client tanpa kredensialnya. Operator harus menjalankan penyiapan lagi, dengan --confidential-client.',
        scope_missing: 'M365 MCP Server tidak menawarkan izin access_as_user, atau belum disetujui.',
        audience_mismatch: 'Operator harus mengisi SERVER_APP_ID dengan ID M365 MCP Server.',
        version_refused: 'M365 MCP Server harus menerbitkan token akses v2: jalankan penyiapan lagi.',
        issuer_mismatch: 'Organisasi berada di cloud Microsoft yang berbeda dari konektor.',
        other_user: 'Microsoft memproses masuk orang lain. Keluar dari akun lain, lalu coba lagi.',
        revoked: 'Proses masuk Anda dicabut saat ini berlangsung. Coba lagi.',
        access_denied: 'Microsoft Graph menolaknya untuk Anda.',
        permission_missing: 'Izin yang diperlukan pencarian tidak ada.',
        throttled: 'Microsoft Graph membatasi permintaan. Coba lagi dalam satu menit.',
        timed_out: 'Microsoft Graph tidak merespons tepat waktu. Coba lagi sebentar lagi.',
      },
    },
    connector: {
      heading: 'Konektor',
      on: 'Konektor aktif untuk organisasi Anda.',
      off: 'Konektor dinonaktifkan untuk semua orang.',
      offText:
        'Penonaktifan berlaku dalam sepuluh detik. Koneksi tetap ada, dan berfungsi lagi setelah diaktifkan. Yang diberikan di Entra juga tetap: untuk menariknya, hapus kedua enterprise application di sana.',
      switchOn: 'Aktifkan konektor',
      switchOff: 'Nonaktifkan konektor',
      revokeHeading: 'Cabut akses semua orang',
      revokeText:
        'Mengakhiri setiap koneksi organisasi Anda dalam sepuluh detik, dan setiap proses masuk ke halaman ini, termasuk Anda. Semua orang dapat langsung menghubungkan lagi.',
      revoke: 'Cabut akses semua orang',
    },
    rules: {
      modes: { off: 'Nonaktif', report: 'Hanya laporkan', on: 'Aktif' },
      setMode: { off: 'Nonaktifkan', report: 'Hanya laporkan', on: 'Terapkan' },
      reportHint:
        'Mulailah dengan “Hanya laporkan”: tidak seorang pun ditolak, dan di sini tampak berapa kali aturan akan berlaku.',
      reported: (count) => `Akan berlaku ${count} kali dalam 30 hari.`,
      denied: (count) => `Menolak ${count} kali dalam 30 hari.`,
      names: {
        bound_client: 'Hanya koneksi organisasi Anda',
        network: 'Masuk hanya dari jaringan yang diizinkan',
        network_at_mcp: 'Permintaan klien hanya dari jaringan yang diizinkan',
        directory_role: 'Tanpa pemegang peran administrator',
      },
      texts: {
        bound_client:
          'Pengguna hanya dapat terhubung lewat klien yang Anda ikat di bawah, bukan dari akun pribadi asisten. Owner memasukkan ID dan secret klien itu di ruang kerja Claude atau ChatGPT Anda. Koneksi klien lain yang sudah ada berakhir saat memperbarui token, dalam 90 menit.',
        network:
          'Peramban tempat pengguna masuk harus berada di salah satu jaringan: untuk klien, untuk /me, dan untuk halaman ini. Permintaan asisten datang dari vendornya dan tidak terpengaruh.',
        network_at_mcp:
          'Untuk klien di perangkat dalam jaringan Anda. Klien web seperti Claude dan ChatGPT mengirim dari jaringan vendornya: tambahkan jaringan itu, atau biarkan nonaktif.',
        directory_role:
          'Administrator dapat membuka lebih dari datanya sendiri. Dengan aturan ini hanya akun tanpa peran direktori yang boleh memakai konektor. Aturan ini tidak berlaku untuk halaman ini.',
      },
    },
    networks: {
      heading: 'Jaringan yang diizinkan',
      none: 'Belum ada jaringan. Tambahkan satu sebelum aturan menolak proses masuk.',
      label: 'Jaringan dalam notasi CIDR',
      hint: 'Misalnya 203.0.113.0/24 atau 2001:db8::/32',
      yours: (address, isInside) =>
        `Alamat Anda ${address}, ${isInside ? 'di dalam' : 'di luar'} jaringan yang diizinkan.`,
    },
    labels: {
      heading: 'Label sensitivitas',
      text: 'File dan surat dengan label yang ditahan tidak didaftar dan tidak dibacakan. Nama yang Anda beri di sini tampil di hasil, dan pengguna dapat mencarinya. ID ada di portal Purview, atau di PowerShell: Get-Label.',
      none: 'Tidak ada label yang didaftar.',
      id: 'ID label',
      idHint: 'Misalnya 2096f6a2-d2f7-48be-b329-b73aaa526e5d',
      name: 'Nama',
      nameHint: 'Ditampilkan dalam hasil. Kosongkan untuk mempertahankan nama saat ini.',
      withhold: 'Tahan',
      show: 'Tampilkan',
      withheld: 'Ditahan',
      shown: 'Ditampilkan',
      othersHeading: 'Semua file dan surat lainnya',
      othersText:
        'Yang tanpa label, dengan label yang tidak didaftar, atau yang labelnya tidak dapat ditemukan konektor. Ini berlaku untuk file, surat, lampirannya, dan transkrip. Pesan Teams, acara, halaman, daftar, catatan, dan tugas tidak memiliki label yang diberikan Microsoft 365: matikan izinnya jika tidak seorang pun boleh membacanya di sini.',
    },
    permissions: {
      intro:
        'Semua izin didelegasikan: konektor tidak pernah dapat berbuat lebih dari pengguna yang bertanya, dan tidak menulis apa pun. Nonaktifkan satu area dan hanya kemampuan itu yang hilang, untuk semua orang, dalam sepuluh detik.',
      permission: 'Izin',
      state: 'Keadaan',
      tools: 'Alat',
      action: 'Di konektor',
      chips: { granted: 'Diberikan', missing: 'Tidak diberikan', off: 'Dinonaktifkan', optional: 'Opsional' },
      areaOn: 'Aktif',
      areaPart: 'Sebagian',
      areaOff: 'Nonaktif',
      without: 'Tanpanya hilang:',
      adminsOnly: 'hanya administrator',
      consentChosen: 'Setujui yang dipilih',
      chooseAll: 'Pilih semua',
      chooseNone: 'Kosongkan pilihan',
      awayHeading: 'Izin yang dicabut di Entra',
      away: [
        'Untuk mencabut izin di Microsoft, buka',
        'Enterprise applications',
        ', M365 MCP Server, Permissions, dan cabut di sana. Izin tetap dipakai sampai token akses kedaluwarsa, dalam 90 menit, atau sampai Anda membaca ulang izin di sini: lalu hilang dalam sepuluh detik, dan tidak seorang pun harus masuk lagi.',
      ],
      reread: 'Baca ulang izin dari Entra sekarang',
      reviewTitle: 'Persetujuan',
      reviewHeading: (count) => `Setujui ${count} izin, dalam dua langkah`,
      reviewText:
        'Microsoft bertanya dua kali: pertama untuk **M365 MCP Server** dan yang boleh dibacanya, lalu untuk **M365 MCP Client**, tempat pengguna masuk. Setelah itu Anda kembali ke sini.',
      continue: 'Lanjut ke Microsoft',
      back: 'Kembali',
    },
    tools: {
      intro:
        'Alat yang dilihat asisten. Alat yang dinonaktifkan, atau tidak punya izin, tidak ditampilkan kepada siapa pun. Pengguna dapat memilih lebih sedikit alat dengan `?tools=` di URL konektor.',
      tool: 'Alat',
      state: 'Keadaan',
      needs: 'Memerlukan salah satu',
      whatItOpens: 'izin untuk isinya',
      action: 'Di konektor',
      chips: { on: 'Aktif', off: 'Dinonaktifkan', noPermission: 'Tanpa izin' },
    },
    clients: {
      boundHeading: 'Klien organisasi Anda',
      boundText:
        'Ikat satu klien untuk setiap ruang kerja. Owner ruang kerja mengetik ID dan secret di Advanced settings konektor di sana.',
      none: 'Tidak ada klien yang diikat.',
      id: 'Client ID',
      secret: 'Client secret',
      created: 'diikat',
      name: 'Nama, misalnya “Claude tim kami”',
      bind: 'Ikat klien',
      boundNow: 'Klien telah diikat. Salin secret sekarang: hanya ditampilkan sekali.',
      continue: 'Selesai',
      recentHeading: 'Klien terbaru',
      recentText: 'Proses masuk dan pembaruan 30 hari terakhir, menurut jenis dan host klien.',
      noRecent: 'Tidak ada klien yang terhubung dalam 30 hari terakhir.',
      client: 'Klien',
      count: 'Proses masuk dan pembaruan',
      lastDay: 'Hari terakhir',
      kinds: {
        configured: 'dikonfigurasi manual',
        bound: 'diikat',
        registered: 'mendaftar sendiri',
        document: 'metadata terbit',
        unverified_document: 'metadata terbit, tidak diverifikasi',
        other: 'lainnya',
      },
    },
    people: {
      intro:
        'Tanpa pembatasan, semua orang di organisasi Anda boleh memakai konektor. Mulailah dengan grup percontohan: penetapan di Entra adalah cara terkuat, karena Microsoft sendiri lalu menolak yang lain.',
      open: 'Buka',
      enterpriseApps: 'Enterprise applications',
      choose: 'dan pilih M365 MCP Server.',
      steps: [
        'Properties: setel “Assignment required?” ke Yes.',
        'Users and groups: tambahkan grup, sebagai Connector user. Anggota grup bersarang tidak dihitung.',
        'Lakukan hal yang sama dengan M365 MCP Client: dengan satu saja, pengguna masuk lalu ditolak.',
      ],
      hereHeading: 'Grup dan pengguna yang diizinkan',
      narrowed:
        'Hanya mereka yang boleh memakai konektor, jika Entra mengizinkannya. Perubahan berlaku dalam sepuluh detik.',
      notNarrowed:
        'Tidak ada yang disebut, jadi semua yang diizinkan Entra boleh memakainya. Begitu Anda menyebut seseorang, yang lain tidak boleh.',
      groupsHint:
        'Grup berfungsi jika token akses memuat grup pengguna; pengguna di lebih dari 200 grup harus disebut perorangan.',
      group: 'Grup',
      user: 'Pengguna',
      addGroup: 'Tambah grup',
      addUser: 'Tambah pengguna',
      groupLabel: 'Object ID grup',
      groupIdHint:
        'Anda menemukannya di Entra pada Groups. Menurut nama, jika GroupMember.Read.All diberikan kepada M365 MCP Server.',
      userLabel: 'Nama, alamat, atau object ID pengguna',
      revokeHeading: 'Cabut akses satu pengguna',
      revokeText:
        'Mengakhiri setiap koneksi yang dibuat pengguna itu, di setiap asisten. Ia dapat menghubungkan lagi, kecuali Entra tidak lagi mengizinkannya: nonaktifkan akun atau hapus penetapan di sana.',
      revokeUser: 'Cabut akses pengguna ini',
    },
    activity: {
      numbersHeading: '30 hari terakhir',
      users: (count) => `${count} pengguna telah memakai konektor.`,
      noContent:
        'Dihitung per hari (UTC), tanpa isi dan tanpa kueri. Proses masuk ke /me dan ke halaman ini tidak dihitung.',
      day: 'Hari',
      signIns: 'Proses masuk klien',
      refused: 'Ditolak',
      nothing: 'Belum ada yang dihitung.',
      refusalsHeading: 'Penolakan menurut alasan',
      reason: 'Alasan',
      count: 'Jumlah',
      lastDay: 'Hari terakhir',
      onlyReported: 'hanya dilaporkan',
      changesHeading: 'Perubahan terakhir',
      noChanges: 'Belum ada yang mengubah apa pun di sini. Persetujuan dicatat Entra, di log auditnya.',
    },
    changes: {
      disable: 'menonaktifkan konektor',
      enable: 'mengaktifkan konektor',
      tool_off: 'menonaktifkan alat:',
      tool_on: 'mengaktifkan alat:',
      permission_off: 'menonaktifkan izin:',
      permission_on: 'mengaktifkan izin:',
      allow_group: 'menambahkan grup',
      disallow_group: 'menghapus grup',
      allow_user: 'menambahkan pengguna',
      disallow_user: 'menghapus pengguna',
      allow_network: 'menambahkan jaringan',
      disallow_network: 'menghapus jaringan',
      rule_off: 'menonaktifkan aturan:',
      rule_report: 'menyetel aturan ke hanya laporkan:',
      rule_on: 'menerapkan aturan:',
      withhold_label: 'menahan label sensitivitas',
      show_label: 'menampilkan label sensitivitas',
      unlist_label: 'menghapus label sensitivitas',
      withhold_other_labels: 'menahan konten tanpa label yang didaftar',
      show_other_labels: 'menampilkan konten tanpa label yang didaftar',
      bind_client: 'mengikat klien',
      unbind_client: 'menghapus klien',
      revoke_everybody: 'mencabut akses semua orang',
      reread_permissions: 'membaca ulang izin dari Entra',
      revoke_user: 'mencabut akses pengguna',
    },
    confirm: {
      title: 'Konfirmasi',
      disable: 'Nonaktifkan konektor untuk semua orang?',
      area_off: (name) => `Nonaktifkan area “${name}” untuk semua orang?`,
      tool_off: (name) => `Nonaktifkan alat “${name}” untuk semua orang?`,
      permission_off: (name) => `Nonaktifkan izin ${name} untuk semua orang?`,
      allow_first: (name) => `Izinkan hanya “${name}” memakai konektor?`,
      disallow: (name) => `Tarik akses dari “${name}”?`,
      disallow_network: (name) => `Hapus jaringan ${name}?`,
      rule_on: (name) => `Terapkan aturan “${name}”?`,
      withhold_label: (name) => `Tahan konten dengan label sensitivitas “${name}”?`,
      unlist_label: (name) => `Hapus label sensitivitas “${name}” dari daftar?`,
      withhold_other_labels: 'Tahan semua file dan surat tanpa label yang didaftar?',
      unbind_client: (name) => `Hapus klien “${name}”?`,
      revoke_everybody: 'Cabut akses semua orang?',
      revoke_user: (name) => `Akhiri setiap koneksi “${name}”?`,
      immediate: 'Berlaku dalam sepuluh detik, juga untuk koneksi yang sudah ada.',
      affected: (count) =>
        count === 1
          ? 'Memengaruhi satu pengguna dari 30 hari terakhir.'
          : `Memengaruhi hingga ${count} pengguna: yang aktif 30 hari terakhir.`,
      affectedOne: 'Memengaruhi satu pengguna.',
      affectedUnknown: 'Jumlah pengguna yang terpengaruh tidak diketahui di sini.',
      unchecked: 'Object ID tidak dapat diperiksa: konektor tidak boleh membaca direktori.',
      othersDenied: 'Semua yang tidak disebut ditolak.',
      lastOne: 'Setelah itu daftarnya kosong: semua yang diizinkan Entra boleh memakai konektor.',
      yes: 'Ya, lakukan',
    },
    notices: {
      changed: 'Selesai. Berlaku untuk semua orang dalam sepuluh detik.',
      changed_unchecked: 'Selesai. Object ID tidak dapat diperiksa: konektor tidak boleh membaca direktori.',
      unchanged: 'Tidak ada yang diubah: keadaannya sudah seperti yang diminta.',
      revoked_everybody:
        'Selesai. Setiap koneksi organisasi Anda berakhir dalam sepuluh detik, begitu pula setiap proses masuk ke halaman ini.',
      revoked_user: 'Selesai. Setiap koneksi pengguna itu telah berakhir.',
      reread:
        'Selesai. Dalam sepuluh detik semua orang memiliki tepat izin yang kini diberikan Entra. Tidak seorang pun harus masuk lagi.',
      malformed:
        'Itu bukan object ID. Bentuknya seperti 0c0a0000-0000-4000-8000-00000000c0a0; Anda menemukannya di Entra. Tidak ada yang diubah.',
      empty: 'Isi sesuatu lebih dahulu. Tidak ada yang diubah.',
      network_malformed:
        'Itu bukan jaringan. Tulis alamat dan panjang prefiks, seperti 203.0.113.0/24. Tidak ada yang diubah.',
      label_malformed:
        'Itu bukan ID label sensitivitas. Bentuknya seperti 2096f6a2-d2f7-48be-b329-b73aaa526e5d. Tidak ada yang diubah.',
      name_malformed: 'Masukkan nama dengan paling banyak 60 karakter. Tidak ada yang diubah.',
      own_address_excluded:
        'Alamat Anda sendiri akan berada di luar jaringan yang diizinkan, dan Anda tidak dapat masuk lagi di sini. Tambahkan jaringan Anda dahulu. Tidak ada yang diubah.',
      unknown_subject: 'Tidak ada alat, izin, aturan, atau label seperti itu. Tidak ada yang diubah.',
      user_not_found: 'Direktori Anda tidak memiliki pengguna itu. Tidak ada yang diubah.',
      group_not_found: 'Direktori Anda tidak memiliki grup itu. Tidak ada yang diubah.',
      ambiguous: 'Nama ini dimiliki lebih dari satu. Masukkan alamat atau object ID. Tidak ada yang diubah.',
      groups_not_readable:
        'Konektor tidak boleh membaca grup, jadi hanya menerima object ID, dan tidak dapat memeriksanya. Anda menemukannya di Entra pada Groups. Tidak ada yang diubah.',
      users_not_readable:
        'Konektor tidak boleh membaca pengguna (User.ReadBasic.All tidak diberikan), jadi hanya menerima object ID. Tidak ada yang diubah.',
      lookup_failed:
        'Direktori Anda saat ini tidak dapat dibaca. Coba lagi, atau masukkan object ID. Tidak ada yang diubah.',
      full: 'Daftar penuh: memuat 100 entri per jenis, 40 label sensitivitas, dan 20 klien terikat. Tidak ada yang diubah.',
      consent_declined: 'Persetujuan dibatalkan. Yang sudah diterima sebelumnya tetap berlaku.',
      consent_refused:
        'Microsoft tidak menerima persetujuan. Persetujuan untuk organisasi memerlukan peran Application, Cloud Application, Privileged Role, atau Global Administrator.',
      reauthentication: 'Anda telah masuk lagi. Tidak ada yang diubah: ulangi perubahan dalam sepuluh menit.',
      nothing_chosen: 'Pilih sedikitnya satu izin.',
    },
  },
};
