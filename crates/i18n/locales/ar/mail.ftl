# Messages that are sent.

mail-hello = مرحبًا،
mail-greeting = مرحبًا { $name }،
mail-account = الحساب:
mail-login = اسم المستخدم:
mail-link-life = يعمل الرابط مرة واحدة فقط، ويبقى صالحًا لمدة { $life } بعد وصوله إليك.
mail-links-life = يعمل كل رابط مرة واحدة فقط، ويبقى صالحًا لمدة { $life } بعد وصوله إليك.
mail-hours =
    { $count ->
        [zero] { $count } ساعة
        [one] ساعة واحدة
        [two] ساعتين
        [few] { $count } ساعات
        [many] { $count } ساعة
       *[other] { $count } ساعة
    }
mail-days =
    { $count ->
        [zero] { $count } يوم
        [one] يوم واحد
        [two] يومين
        [few] { $count } أيام
        [many] { $count } يومًا
       *[other] { $count } يوم
    }
mail-button-fails = إذا لم يعمل الزر، فافتح هذا العنوان:
mail-keeps-working = تبقى كلمة مرورك الحالية صالحة إلى أن تستخدم الرابط.
mail-keep-working = تبقى كلمات مرورك الحالية صالحة إلى أن تستخدم الروابط.
mail-new-password = تعيين كلمة مرور جديدة
mail-footer = أرسلها { $sender } إلى { $recipient }

# A first welcome.
mail-welcome-subject = مرحبًا بك في { $account }: اختر كلمة مرورك
mail-welcome-heading = مرحبًا بك في { $account }
mail-welcome-preview = اختر كلمة مرور وستدخل إلى حسابك مباشرة.
mail-welcome-lead = أُنشئ لك حساب لدى { $account }. اختر كلمة مرور وستدخل إليه مباشرة:
mail-welcome-button = اختيار كلمة المرور

# A welcome to somebody who has a password.
mail-again-subject = تعيين كلمة مرور جديدة لحسابك لدى { $account }
mail-again-heading = تعيين كلمة مرور جديدة لحسابك لدى { $account }
mail-again-lead = يمكنك الآن تعيين كلمة مرور جديدة لحسابك لدى { $account }. تبقى كلمة مرورك الحالية صالحة إلى أن تستخدم هذا الرابط:

# A forgotten password.
mail-reset-subject = إعادة تعيين كلمة مرورك لدى { $account }
mail-reset-subject-several = إعادة تعيين كلمات مرورك
mail-reset-heading = إعادة تعيين كلمة المرور
mail-reset-heading-several = إعادة تعيين كلمات المرور
mail-reset-lead = طلب شخص ما، وهو أنت على الأرجح، إعادة تعيين كلمة المرور المرتبطة بعنوان البريد الإلكتروني هذا.
mail-reset-several =
    { $count ->
        [zero] يرتبط بهذا العنوان { $count } حساب، ولكل حساب كلمة مرور ورابط خاصان به.
        [one] يرتبط بهذا العنوان حساب واحد، وله كلمة مرور ورابط خاصان به.
        [two] يرتبط بهذا العنوان حسابان، ولكل حساب كلمة مرور ورابط خاصان به.
        [few] ترتبط بهذا العنوان { $count } حسابات، ولكل حساب كلمة مرور ورابط خاصان به.
        [many] يرتبط بهذا العنوان { $count } حسابًا، ولكل حساب كلمة مرور ورابط خاصان به.
       *[other] يرتبط بهذا العنوان { $count } حساب، ولكل حساب كلمة مرور ورابط خاصان به.
    }

# Who asked, and what else to know.
mail-asked-heading = من طلب هذه الرسالة؟
mail-asked-by = صاحب الطلب:
mail-asked-by-system = النظام (أُرسلت تلقائيًا)
mail-asked-by-holder = شخص لديه رابط سابق من روابطك
mail-asked-by-visitor = شخص لم يسجّل الدخول
mail-asked-with = باستخدام:
mail-asked-near = بالقرب من:
mail-asked-at = الوقت:
mail-asked-about = حوالي { $at }
mail-platform = { $program } على { $system }
mail-unexpected-heading = لم تكن تتوقع هذه الرسالة؟
mail-unasked-heading = لم تطلب هذه الرسالة؟
mail-ignore = يمكنك تجاهل هذه الرسالة، ولن يتغير شيء. يُرجى عدم إعطاء الرابط لأي شخص آخر: فكل من يفتحه يستطيع تعيين كلمة مرورك.
mail-ignore-several = يمكنك تجاهل هذه الرسالة، ولن يتغير شيء. يُرجى عدم إعطاء الروابط لأي شخص آخر: فكل من يفتح أحدها يستطيع تعيين كلمة مرورك.

# A test of a mail provider.
mail-test-subject = رسالة اختبار من Usher
mail-test-heading = هذه رسالة اختبار
mail-test-preview = لقد وصلت، ولا يلزم فعل أي شيء.
mail-test-lead = أُرسلت هذه الرسالة عبر خادم البريد «{ $provider }» للتحقق من وصول رسائل Usher. وقد وصلت: يمكن لرسائل الترحيب أن تصل إليك بالطريقة نفسها.
mail-test-ignore = لا يلزم فعل أي شيء، ولا تحتوي الرسالة على أي رابط.
