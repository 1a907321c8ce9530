/** Common Indonesian given names, of men and of women. */
export const GIVEN_NAMES: readonly string[] = (
  'Agus Ahmad Andi Anton Arif Bambang Bayu Budi Dedi Dimas Eko Fajar Faisal Ferdi Gilang Hadi Hendra Heru Ilham Indra ' +
  'Irfan Joko Komang Lukas Made Martinus Muhammad Nyoman Petrus Putu Rahmat Rizki Rudi Samuel Slamet Surya Teguh Wahyu ' +
  'Wayan Yohanes Yusuf Aisyah Anisa Ayu Citra Dewi Dian Elisabet Endang Fatimah Fitri Indah Kartika Ketut Lestari Lina ' +
  'Maria Maya Mega Nur Nurul Novita Putri Rahel Ratna Rina Rini Sari Siti Sri Tri Tuti Wulan Yanti Yuliana Yuni Zahra'
).split(' ');

/** Second and family names from all over the archipelago. */
export const FAMILY_NAMES: readonly string[] = (
  'Aritonang Assegaf Batubara Damanik Daulay Fauzi Firmansyah Ginting Gunawan Habibi Hakim Halim Harahap Hasibuan ' +
  'Hidayat Hutagalung Iskandar Kambuaya Kogoya Kurniawan Kusuma Latupeirissa Lubis Maharani Mandagi Manuputty Marpaung ' +
  'Matondang Mote Mulyadi Nababan Nainggolan Nasution Nugroho Numberi Pangaribuan Pattiasina Permana Permata Pradana ' +
  'Prasetyo Pratama Puspita Rahayu Rahman Ramadhan Rangkuti Rumbewas Safitri Salim Santosa Saputra Setiawan Siahaan ' +
  'Sihombing Simanjuntak Siregar Situmorang Subagyo Suharti Sulistyo Supriyadi Susanto Suryani Syahputra Tambunan ' +
  'Tanjung Utami Wakum Wenda Wibowo Widianto Wijaya Wulandari Yulianto Zulkarnain'
).split(' ');
