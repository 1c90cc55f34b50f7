#include "cphonenumber.h"
#include <cstring>
#include <phonenumbers/phonenumberutil.h>
#include <string>

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

static void put(const std::string &text, char *out, size_t capacity) {
    if (!out || !capacity) return;
    size_t count = text.size() < capacity - 1 ? text.size() : capacity - 1;
    memcpy(out, text.data(), count);
    out[count] = 0;
}

extern "C" int cphonenumber_parse(const char *text, const char *region, char *e164, size_t e164_capacity, char *international,
                                  size_t international_capacity, bool *valid) try {
    auto *util = PhoneNumberUtil::GetInstance();
    PhoneNumber number;
    auto error = util->Parse(text, region, &number);
    if (error != PhoneNumberUtil::NO_PARSING_ERROR) return static_cast<int>(error);
    std::string out;
    util->Format(number, PhoneNumberUtil::E164, &out);
    put(out, e164, e164_capacity);
    util->Format(number, PhoneNumberUtil::INTERNATIONAL, &out);
    put(out, international, international_capacity);
    *valid = util->IsValidNumber(number);
    return 0;
} catch (...) {
    return -1;
}
