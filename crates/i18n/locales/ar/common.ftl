# What pages of all kinds say: errors, notices, units.

password = كلمة المرور
account-name = اسم الحساب
error-title = خطأ: { $title }
