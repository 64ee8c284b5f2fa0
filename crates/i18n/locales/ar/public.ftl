# Pages of people who follow a link, sign in or look after their own account.

sign-in = تسجيل الدخول
sign-in-login = البريد الإلكتروني أو اسم المستخدم
sign-in-particular-account = تسجيل الدخول إلى حساب محدد
sign-in-account-hint = لا يلزم إلا إذا كان اسم المستخدم موجودًا في أكثر من حساب.
sign-in-forgot = هل نسيت كلمة المرور؟
sign-out = تسجيل الخروج
to-sign-in = الذهاب إلى تسجيل الدخول

# The page behind a password link, while the link is open.
link-welcome-title = تعيين كلمة المرور
link-welcome-heading = مرحبًا بك
link-welcome-heading-name = مرحبًا { $name }
link-welcome-text = اختر كلمة مرور لحسابك لدى { $account }.
link-again-title = اختيار كلمة مرور جديدة
link-again-heading = مرحبًا بعودتك
link-again-heading-name = مرحبًا بعودتك { $name }
link-again-text = اختر كلمة مرور جديدة للدخول إلى { $account }. تبقى كلمة المرور الحالية صالحة حتى تفعل ذلك.
link-reset-title = اختيار كلمة مرور جديدة
link-reset-text = بها تسجّل الدخول إلى { $account }. تبقى كلمة المرور الحالية صالحة حتى تعيّن الجديدة.
link-setup-title = إعداد Usher
link-setup-text = أنت أول من يصل إلى هنا. عرّفنا بنفسك لتصبح مالك هذا النظام.
link-setup-email = عنوان بريدك الإلكتروني
link-setup-email-hint = به تسجّل الدخول.
link-setup-account = اسم الحساب الأول
link-setup-account-hint = عادةً اسم مؤسستك. يمكنك تغييره لاحقًا.
link-setup-submit = إنشاء المالك
link-login = تسجّل الدخول باسم
link-password = كلمة المرور الجديدة
link-password-rule =
    { $count ->
        [one] حرف واحد على الأقل. بضع كلمات لا صلة بينها تكوّن كلمة مرور جيدة، ولا حاجة إلى أرقام أو رموز.
        [two] حرفان على الأقل. بضع كلمات لا صلة بينها تكوّن كلمة مرور جيدة، ولا حاجة إلى أرقام أو رموز.
        [few] { $count } أحرف على الأقل. بضع كلمات لا صلة بينها تكوّن كلمة مرور جيدة، ولا حاجة إلى أرقام أو رموز.
       *[other] { $count } حرفًا على الأقل. بضع كلمات لا صلة بينها تكوّن كلمة مرور جيدة، ولا حاجة إلى أرقام أو رموز.
    }
link-submit = تعيين كلمة المرور
link-next = بعد ذلك يكون دخولك مسجّلًا.
link-next-reset = بعد ذلك يكون دخولك مسجّلًا هنا، ويُسجَّل خروجك من كل الأجهزة الأخرى.
link-until = يعمل هذا الرابط مرة واحدة، حتى { $until }.
link-unexpected = لم تكن تتوقع هذا؟ أغلق الصفحة، فلن يتغير شيء.

# What a new password is worth, while it is typed.
password-strength-0 = كلمة مرور ضعيفة جدًا
password-strength-1 = كلمة مرور ضعيفة
password-strength-2 = ليست قوية بما يكفي بعد
password-strength-3 = كلمة مرور جيدة
password-strength-4 = كلمة مرور جيدة جدًا

# The page behind a password link that cannot set a password (any more).
link-used-title = سبق استخدام هذا الرابط
link-used-text = عُيّنت به كلمة مرور. سجّل الدخول بها. وإن لم تكن أنت من عيّنها، فاختر كلمة مرور جديدة فورًا.
link-used-forgot = اختيار كلمة مرور جديدة
link-superseded-title = توجد رسالة أحدث
link-superseded-text = أُرسلت إليك رسالة أحدث، ولا يعمل إلا الرابط الذي فيها. ابحث عن أحدث رسالة في بريدك.
link-superseded-renewable-text = أُرسلت إليك رسالة أحدث، ولا يعمل إلا الرابط الذي فيها. استخدمه أو اطلب إرساله مرة أخرى.
link-superseded-submit = إرساله مرة أخرى
link-expired-title = انتهت صلاحية هذا الرابط
link-expired-text = حرصًا على أمانك، لا يعمل الرابط إلا لمدة محدودة. اطلب رابطًا جديدًا ممن دعاك.
link-expired-renewable-text = حرصًا على أمانك، لا يعمل الرابط إلا لمدة محدودة. يمكننا إرسال رابط جديد إلى العنوان نفسه.
link-expired-reset-text = حرصًا على أمانك، لا يعمل الرابط إلا لمدة محدودة. اطلب رابطًا جديدًا.
link-expired-submit = إرسال رابط جديد
link-expired-ask = طلب رابط جديد
link-void-title = هذا الرابط لا يعمل
link-void-text = الرابط غير صالح أو لم يعد صالحًا. إذا كنت قد نسخته فتأكد من أنه كامل، وإلا فاطلب رابطًا جديدًا.
link-void-submit = أرسل إليّ رابطًا جديدًا
link-renewed-title = تفقّد بريدك
link-renewed-again = لم يصل شيء؟ اطلبه مرة أخرى
link-limit = تفقّد أولًا بريدك والبريد غير المرغوب فيه: فقد يكون أحدث رابط هناك.

# A forgotten password.
forgot-text = أدخل عنوان بريدك الإلكتروني أو اسم المستخدم. سنرسل إليك رابطًا تختار به كلمة مرور جديدة.
forgot-submit = إرسال الرابط
forgot-sent-title = تفقّد بريدك
forgot-again = لم يصل شيء؟ اطلبه مرة أخرى
forgot-back = العودة إلى تسجيل الدخول

# After a password was set.
welcomed-text = عُيّنت كلمة مرورك، ودخولك مسجّل الآن.
welcomed-login = من الآن تسجّل الدخول باسم
welcomed-continue = متابعة
welcomed-continue-to = المتابعة إلى { $account }
welcomed-administration = الذهاب إلى الإدارة
welcomed-account = الذهاب إلى حسابي
welcomed-unkept-title = عُيّنت كلمة مرورك
welcomed-unkept-text = لم يحتفظ متصفحك بتسجيل الدخول؛ يحدث ذلك حين يحظر ملفات تعريف الارتباط. سجّل الدخول بكلمة المرور الجديدة.

# My account.
my-account = حسابي
my-account-profile = معلوماتك
my-account-name = الاسم
my-account-email = عنوان البريد الإلكتروني
my-account-login = اسم المستخدم
my-account-account = الحساب
my-account-language = اللغة
my-account-language-hint = لهذه الصفحات وللرسائل المرسلة إليك.
my-account-language-hint-administrator = للرسائل المرسلة إليك ولهذه الصفحات. صفحات الإدارة بالإنجليزية والألمانية.
my-account-language-account = كما في إعدادات الحساب: { $language }
my-account-language-browser = كما في إعدادات المتصفح
my-account-save = حفظ
my-account-email-none = ليس لديك عنوان بريد إلكتروني بعد، لذلك لا يمكن استبدال كلمة مرور منسية.
my-account-email-change = تغيير عنوان البريد الإلكتروني
my-account-email-new = عنوان البريد الإلكتروني الجديد
my-account-email-hint = تُرسل الرسائل إليه فورًا، ولا تعمل بعد ذلك الروابط المرسلة إلى العنوان القديم.
my-account-password = كلمة المرور
my-account-password-change = تغيير كلمة المرور
my-account-password-present = كلمة المرور الحالية
my-account-password-new = كلمة المرور الجديدة
my-account-password-rule = { $count } حرفًا على الأقل. بضع كلمات لا صلة بينها تكوّن كلمة مرور جيدة.
my-account-password-next = يبقى دخولك مسجّلًا هنا، ويُسجَّل خروجك من كل الأجهزة الأخرى.
my-account-sessions = أين سجّلت الدخول
my-account-sessions-failed = لا يمكن عرض القائمة الآن. أعد تحميل الصفحة بعد قليل.
my-account-sessions-alone = لست مسجّل الدخول في أي مكان آخر.
my-account-session-current = هذا المتصفح
my-account-session-token = رمز برنامج
my-account-session-since = تسجيل الدخول
my-account-session-used = آخر استخدام
my-account-session-address = العنوان
my-account-sign-out-others = تسجيل الخروج من كل مكان آخر

# The administration of somebody who may see no account yet.
no-account-title = لا يوجد حساب بعد
no-account-text = ينشئ الحسابات أحد مالكي هذا النظام.
