"""The few words of the page around the map, by language; the map brings its own."""

from __future__ import annotations

#: Languages that the page speaks, and the direction they are written in.
DIRECTIONS = {"en": "ltr", "ar": "rtl"}
DEFAULT_LANGUAGE = "en"

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "title": "conflict map",
        "description": "Who held what, when, according to whom: {theatre}, {start} to {end}, day by day, each colour with its sources.",
        "noscript": "This map needs JavaScript. The data behind it can be read and downloaded without: see the API.",
        "unknown": "There is no theatre by this name.",
        "none": "No theatre has been loaded yet.",
        "none_more": "An administrator loads one with “manage.py load_theatre FOLDER”.",
        "others": "Theatres to look at:",
    },
    "ar": {
        "title": "خريطة النزاع",
        "description": "من سيطر على ماذا ومتى وبحسب من: {theatre}، من {start} إلى {end}، يومًا بيوم، ولكل لون مصادره.",
        "noscript": "تحتاج هذه الخريطة إلى JavaScript. ويمكن قراءة بياناتها وتنزيلها من دونه: انظر واجهة البرمجة.",
        "unknown": "لا مسرح بهذا الاسم.",
        "none": "لم يُحمَّل أي مسرح بعد.",
        "none_more": "يحمّله المدير بالأمر “manage.py load_theatre FOLDER”.",
        "others": "مسارح يمكن النظر فيها:",
    },
}
