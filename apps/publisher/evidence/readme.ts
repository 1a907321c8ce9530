/** The variables of the README. */
interface About {
  broadcastId: string;
  title: string;
  digest: string;
  /** When the folder was written, by the database's clock. */
  at: Date;
}

/** README.txt: what each file is and how everything in it can be recomputed, in Indonesian and English. */
export const readme = ({ broadcastId, title, digest, at }: About): string => `BUKTI SIARAN ${broadcastId}
${title}
Ditulis / written: ${at.toISOString()}
SHA-256: ${digest}

== BAHASA INDONESIA ==

Semua dapat diperiksa tanpa Siar, cukup dengan sha256sum:
    sha256sum -c SHA256SUMS     apakah semua berkas masih utuh
    sha256sum document.json     harus sama dengan SHA-256 di atas dan dengan "digest" di approval.json
    sh check.sh                 keduanya, dan seluruh rantai jejak audit

document.json    Persis byte yang disahkan KPU: isi, sasaran, jadwal, pengirim. JSON kanonis menurut RFC 8785, UTF-8,
                 tanpa baris baru di akhir. Pengesahan terikat pada SHA-256 dari byte ini, dan setiap salinan yang
                 dikirim dibuat dari dokumen ini saja. document-N.json, bila ada: dokumen pengajuan ke-N yang pernah
                 disahkan sebelumnya.
SHA256.mp3, .webm, … , bila ada: rekaman suara dan video bahasa isyarat yang disahkan bersama teksnya. Namanya adalah
                 SHA-256 dari byte-nya, seperti tertulis di document.json ("alternatives").
approval.json    Semua pengajuan dan keputusan: siapa, dari lembaga mana, dengan peran apa saat itu, kapan, mengapa.
rules.json       Aturan yang berlaku bagi dokumen itu: jam kirim, domain tautan yang diizinkan, versi format dan
                 perender, zona waktu.
counts.json      Jumlah salinan menurut saluran dan wilayah (saat berkas ini ditulis). "unknown" = tidak pasti.
audit.jsonl      Jejak audit siaran ini, satu entri per baris: {"entry":…,"seal":…}. "digest" pada seal adalah SHA-256
                 dari teks entry (RFC 8785). seal null: belum disegel saat berkas ini ditulis.
chain.txt        Rantai dari entri pertama siaran ini: posisi, hash sebelumnya, digest entri, hash.
                 hash = SHA-256 dari teks "hash sebelumnya" diikuti "digest entri" (heksadesimal, tanpa spasi).
                 Entri lain hanya tampak sebagai digest.
root.json        Akar harian pertama setelah entri terakhir siaran ini, baris terakhir chain.txt. Bandingkan dengan
                 akar yang dipegang pihak ketiga: bila sama, tidak ada yang diubah sebelum akar itu. null: belum ada;
                 tulislah bukti lagi keesokan harinya.
Tidak ada data warga di sini.

== ENGLISH ==

Everything can be checked without Siar, with sha256sum alone:
    sha256sum -c SHA256SUMS     whether all files are still whole
    sha256sum document.json     must equal the SHA-256 above, and the "digest" in approval.json
    sh check.sh                 both of these, and the whole chain of the audit trail

document.json    Exactly the bytes that KPU approved: contents, audience, schedule, sender. Canonical JSON by RFC 8785,
                 UTF-8, no newline at the end. The approval is bound to the SHA-256 of these bytes, and every copy was
                 made from this document alone. document-N.json, if any: the document of submission N, approved earlier.
SHA256.mp3, .webm, …, if any: the recordings and the sign-language video that were approved with the texts. Each is called
                 by the SHA-256 of its bytes, as it stands in document.json ("alternatives").
approval.json    All submissions and decisions: who, of which organisation, in which roles at that time, when, why.
rules.json       The rules in force for that document: send window, allowed link domains, versions of format and
                 renderer, time zones.
counts.json      Copies by channel and region (when this folder was written). "unknown": nobody can say.
audit.jsonl      The audit trail of this broadcast, one entry a line: {"entry":…,"seal":…}. The seal's "digest" is the
                 SHA-256 of the entry's text (RFC 8785). seal null: not sealed yet when this folder was written.
chain.txt        The chain from this broadcast's first entry on: position, hash before, digest of the entry, hash.
                 hash = SHA-256 of the text "hash before" followed by "digest of the entry" (hexadecimal, no space).
                 Other entries are seen as their digests only.
root.json        The first daily root after this broadcast's last entry, the last line of chain.txt. Compare it with the
                 root a third party holds: if they are the same, nothing before it was changed. null: there is none
                 yet; write the evidence again the next day.
No citizen's data is in here.
`;
