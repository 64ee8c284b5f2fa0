# Pages of people who follow a link, sign in or look after their own account.

sign-in = تسجيل الدخول
sign-in-login = البريد الإلكتروني أو اسم المستخدم
sign-in-particular-account = تسجيل الدخول إلى حساب محدد
sign-in-account-hint = لا يلزم إلا إذا كان اسم المستخدم موجودًا في أكثر من حساب.
sign-in-forgot = هل نسيت كلمة المرور؟
