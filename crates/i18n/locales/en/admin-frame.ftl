# The frame of the administration: navigation, menus, banners, pagination.
