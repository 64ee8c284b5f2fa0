# What pages of all kinds say: errors, notices, units.

password = كلمة المرور
account-name = اسم الحساب
error-title = خطأ: { $title }
error-in-field = { $field }: { $text }
number = { $count }
platform = { $program } على { $system }
platform-unknown = برنامج غير معروف

# Spans of time.
span-hours =
    { $count ->
        [one] ساعة واحدة
        [two] ساعتان
        [few] { $count } ساعات
       *[other] { $count } ساعة
    }
span-days =
    { $count ->
        [one] يوم واحد
        [two] يومان
        [few] { $count } أيام
       *[other] { $count } يومًا
    }
span-seconds = { $seconds } ث
span-minutes = { $count } د

# What the API's error codes mean to a person.
error-malformed_body = تعذّرت قراءة الطلب. أعد تحميل الصفحة وحاول مرة أخرى.
error-malformed_request = تعذّرت قراءة الطلب. أعد تحميل الصفحة وحاول مرة أخرى.
error-unauthenticated = يُرجى تسجيل الدخول أولًا.
error-sign_in_failed = اسم المستخدم أو كلمة المرور أو الحساب غير صحيح.
error-forbidden = ليست لديك صلاحية للقيام بذلك.
error-cross_site = جاء النموذج من موقع آخر، لذلك رُفض.
error-not_found = لم يعد هذا موجودًا.
error-method_not_allowed = لم ينجح ذلك. أعد تحميل الصفحة وحاول مرة أخرى.
error-not_acceptable = لم ينجح ذلك. أعد تحميل الصفحة وحاول مرة أخرى.
error-conflict = غيّر شخص آخر هذا في الوقت نفسه. يُرجى المراجعة من جديد.
error-login_taken = اسم المستخدم هذا موجود في الحساب من قبل.
error-email_taken = عنوان البريد الإلكتروني هذا موجود في الحساب من قبل.
error-account_name_taken = يوجد حساب آخر بهذا الاسم.
error-account_not_empty = احذف مستخدمي الحساب أولًا.
error-account_not_primary = لا تُرسل رسائل الترحيب إلا باسم الحساب الأساسي للمستخدم.
error-no_address = لا يوجد عنوان بريد إلكتروني لهذا المستخدم. أضف عنوانًا أولًا.
error-user_disabled = هذا المستخدم معطّل. فعّله أولًا.
error-last_owner = لا يمكن إزالة آخر مالك أو تعطيله أو خفض صلاحياته. عيّن مالكًا آخر أولًا.
error-not_retryable = لا يمكن إعادة إرسال رسالة إلا إذا فشلت أو أُلغيت.
error-not_cancellable = فات الأوان: لم تعد الرسالة في الانتظار.
error-no_open_link = لا يوجد رابط صالح لعرضه. أرسل رسالة ترحيب أولًا.
error-link_used = سبق استخدام هذا الرابط.
error-link_expired = انتهت صلاحية هذا الرابط.
error-link_superseded = حلّت رسالة أحدث محل هذا الرابط.
error-link_void = هذا الرابط غير صالح.
error-payload_too_large = الحجم كبير جدًا.
error-unsupported_media_type = لا يمكن قراءة ملفات من هذا النوع.
error-invalid_field = يُرجى تصحيح ما هو محدد أدناه.
error-invalid_idempotency_key = يحمل الطلب اسمًا لا يمكن قراءته.
error-request_under_way = الطلب نفسه قيد التنفيذ. تحقق مرة أخرى بعد قليل.
error-secret_shown = أُنشئ هذا من قبل. عُرض السر حينها ولن يُعرض مرة أخرى.
error-idempotency_key_reused = يحمل الطلب اسم طلب آخر. حاول مرة أخرى.
error-weak_password = اختر كلمة مرور أقوى.
error-account_limit = طلب الحساب في هذه الساعة كل ما يُسمح له به من رسائل الترحيب. حاول مرة أخرى في الساعة القادمة.
error-too_many_requests = محاولات كثيرة جدًا. انتظر قليلًا ثم حاول مرة أخرى.
error-too_many_requests-minutes =
    { $count ->
        [one] محاولات كثيرة جدًا. حاول مرة أخرى بعد دقيقة.
        [two] محاولات كثيرة جدًا. حاول مرة أخرى بعد دقيقتين.
        [few] محاولات كثيرة جدًا. حاول مرة أخرى بعد { $count } دقائق.
       *[other] محاولات كثيرة جدًا. حاول مرة أخرى بعد { $count } دقيقة.
    }
error-too_many_requests-hours =
    { $count ->
        [one] محاولات كثيرة جدًا. حاول مرة أخرى بعد ساعة.
        [two] محاولات كثيرة جدًا. حاول مرة أخرى بعد ساعتين.
        [few] محاولات كثيرة جدًا. حاول مرة أخرى بعد { $count } ساعات.
       *[other] محاولات كثيرة جدًا. حاول مرة أخرى بعد { $count } ساعة.
    }
error-internal = حدث خطأ من جانبنا. يُرجى المحاولة مرة أخرى.
error-unavailable = لا يستطيع Usher القيام بذلك الآن. حاول مرة أخرى بعد قليل.

# What can be wrong with one field of a form. min and max are 0 where no limit is told.
field-required = يُرجى ملء هذا الحقل.
field-empty = يُرجى ملء هذا الحقل.
field-too_short =
    { $min ->
        [0] النص قصير جدًا.
        [one] استخدم حرفًا واحدًا على الأقل.
        [two] استخدم حرفين على الأقل.
        [few] استخدم { $min } أحرف على الأقل.
       *[other] استخدم { $min } حرفًا على الأقل.
    }
field-too_long =
    { $max ->
        [0] النص طويل جدًا.
        [one] استخدم حرفًا واحدًا على الأكثر.
        [two] استخدم حرفين على الأكثر.
        [few] استخدم { $max } أحرف على الأكثر.
       *[other] استخدم { $max } حرفًا على الأكثر.
    }
field-control_character = يحتوي النص على رمز غير مرئي. اكتبه بدلًا من لصقه.
field-invalid_character = يحتوي النص على رمز غير مسموح به هنا.
field-invalid_address = هذا ليس عنوان بريد إلكتروني. مثال: name@example.com
field-invalid_url = هذا ليس عنوان ويب. مثال: https://example.com/start
field-invalid_language = هذا ليس رمز لغة. مثال: de أو pt-BR
field-invalid_color = هذا ليس لونًا. مثال: #1f5f5b
field-not_utf8 =
    { $line ->
        [0] النص ليس بترميز UTF-8. احفظ الملف بصيغة «CSV UTF-8».
       *[other] السطر { $line } ليس بترميز UTF-8. احفظ الملف بصيغة «CSV UTF-8».
    }
field-malformed_row =
    { $line ->
        [0] أحد السطور غير مكتمل، أو عدد خلاياه يختلف عن عدد خلايا العنوان.
       *[other] السطر { $line } غير مكتمل، أو عدد خلاياه يختلف عن عدد خلايا العنوان.
    }
field-invalid_image = هذه ليست صورة بصيغة PNG أو JPEG أو WebP.
field-too_many_pixels =
    { $max ->
        [0] الصورة كبيرة جدًا.
       *[other] الصورة كبيرة جدًا: { $max } في { $max } بكسل على الأكثر.
    }
field-out_of_range =
    { $max ->
        [0] هذا غير ممكن هنا.
       *[other] اختر رقمًا من { $min } إلى { $max }.
    }
field-not_in_future = هذا التاريخ في الماضي.
field-too_many =
    { $max ->
        [0] هذا أكثر من اللازم.
       *[other] العدد الأقصى هو { $max }.
    }
field-duplicate = هذا موجود بالفعل.
field-template_syntax =
    { $line ->
        [0] يحتوي على وسم لا يمكن قراءته.
       *[other] السطر { $line }: لا يمكن قراءة الوسم.
    }
field-unknown_variable =
    { $line ->
        [0] يحتوي على قيمة غير موجودة.
       *[other] السطر { $line }: لا توجد قيمة كهذه.
    }
field-not_available =
    { $line ->
        [0] يحتوي على ما لا تسمح به القوالب.
       *[other] السطر { $line }: لا تسمح القوالب بذلك.
    }
field-link_missing = رابط كلمة المرور مفقود. اكتب { "{{ link }}" } في مكانه.
field-too_complex = فيه وسوم أكثر من اللازم، أو وسم طويل جدًا.
field-unknown = هذا غير موجود، أو لم يعد موجودًا.
field-wrong = هذه ليست كلمة مرورك الحالية.
field-common = هذه من كلمات المرور التي يجربها المهاجمون أولًا. اختر كلمة أخرى.
field-personal = تحتوي على اسمك أو عنوانك أو اسم الحساب. لا تستخدم هذه فيها.
field-guessable = من السهل تخمينها. أضف كلمة أو كلمتين لا يتوقعهما أحد.

# What an action came to, said on top of the page that follows.
notice-welcome_requested = رسالة الترحيب في طريقها. حالتها موضحة أدناه.
notice-welcome_retried = سيُعاد إرسال الرسالة. حالتها موضحة أدناه.
notice-welcome_cancelled = لن تُرسل الرسالة.
notice-user_created = أُنشئ المستخدم. لم تُرسل أي رسالة.
notice-user_created_and_welcomed = أُنشئ المستخدم ورسالة الترحيب في طريقها.
notice-user_saved = حُفظت التغييرات.
notice-user_disabled = عُطّل المستخدم: انتهت جلساته ولم تعد روابطه صالحة.
notice-user_enabled = فُعّل المستخدم.
notice-user_deleted = حُذف المستخدم.
notice-links_revoked = أُبطلت كل روابط هذا المستخدم الصالحة.
notice-roles_saved = حُفظت الأدوار، وهي سارية فورًا.
notice-member_added = أُضيف المستخدم إلى الحساب.
notice-member_removed = أُزيل المستخدم من الحساب، ومعه أدواره فيه.
notice-token_revoked = أُبطل رمز API. لم يعد يتيح أي دخول.
notice-key_revoked = أُبطل مفتاح الوصول. لم يعد يتيح أي دخول.
notice-account_created = أُنشئ الحساب. أضف أول مستخدم فيه.
notice-account_saved = حُفظت الإعدادات.
notice-account_deleted = تم حذف الحساب.
notice-logo_saved = تم حفظ الشعار، وسيراه المستخدمون من الآن فصاعدًا.
notice-logo_removed = تمت إزالة الشعار.
notice-template_saved = تم حفظ قالب البريد.
notice-template_deleted = تم حذف قالب البريد.
notice-profile_saved = حُفظت تغييراتك.
notice-email_changed = غُيّر عنوان بريدك الإلكتروني. من الآن تُرسل الرسائل إليه.
notice-password_changed = غُيّرت كلمة مرورك، وسُجّل خروجك من كل الأجهزة الأخرى.
notice-others_signed_out = سُجّل خروجك من كل الأجهزة الأخرى.
notice-signed_out = تم تسجيل خروجك.
notice-reset_requested = إذا كان هذا الاسم لمستخدم لديه عنوان بريد إلكتروني، فهناك رسالة في طريقها إليه. قد يستغرق ذلك دقيقة؛ ابحث أيضًا في البريد غير المرغوب فيه.
notice-fresh_link_sent = رابط جديد في طريقه إلى العنوان نفسه. قد يستغرق ذلك دقيقة؛ ابحث أيضًا في البريد غير المرغوب فيه.

# What became of a password link, as a label.
link-state-open = صالح
link-state-used = مستخدَم
link-state-superseded = مستبدَل
link-state-expired = منتهٍ
link-state-void = غير صالح

# Pages that cannot be shown.
status-400-title = تعذّرت قراءة الطلب
status-400-text = لا ترسل أي من صفحاتنا نموذجًا أو عنوانًا كهذا. ارجع وحاول مرة أخرى.
status-403-title = غير مسموح
status-403-text = لقد سجّلت الدخول، لكن دورك لا يسمح بذلك. يمكن لأحد مالكي الحساب تغيير ذلك.
status-cross-site-title = لم يُنفَّذ شيء
status-cross-site-text = جاء النموذج من موقع آخر، أو لم يذكر متصفحك مصدره، لذلك رُفض. اذهب إلى البداية وحاول من هناك مرة أخرى.
status-404-title = الصفحة غير موجودة
status-404-text = لا يوجد شيء في هذا العنوان، أو أنه ليس متاحًا لك.
status-405-title = هذا العنوان يعمل بطريقة أخرى
status-405-text = الصفحة موجودة، لكنها لا تستجيب للطريقة التي طُلبت بها. افتحها من جديد.
status-409-title = لم يعد ذلك مناسبًا
status-409-text = تغيّر شيء في هذه الأثناء. ارجع وأعد تحميل الصفحة ثم راجعها من جديد.
status-413-title = الحجم كبير جدًا
status-413-text = أُرسل أكثر مما تقبله هذه الصفحة. ارجع وأرسل أقل.
status-429-title = محاولات كثيرة جدًا
status-429-text = انتظر قليلًا ثم حاول مرة أخرى.
status-500-title = حدث خطأ ما
status-500-text = الخطأ منّا وليس منك. حاول مرة أخرى؛ وإذا تكرر ذلك فأخبر المسؤول عن هذا النظام.
status-503-title = غير متاح الآن
status-503-text = لا يستطيع Usher الرد في الوقت الحالي. حاول مرة أخرى بعد قليل.
status-request = الطلب
status-home = الذهاب إلى البداية

# What components say.
skip = الانتقال إلى المحتوى
languages = اللغة
input-error = خطأ:
input-optional = (اختياري)
password-show = إظهار
password-hide = إخفاء
copy = نسخ
copied = تم النسخ
close = إغلاق
cancel = إلغاء
none = لا يوجد
