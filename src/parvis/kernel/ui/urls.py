from django.urls import path

from parvis.kernel.ui import views

app_name = "ui"
urlpatterns = [
    path("favicon.ico", views.favicon, name="favicon"),
    path("display/", views.display, name="display"),
    path("styleguide/", views.styleguide, name="styleguide"),
    path("styleguide/home/", views.sample_home, name="sample-home"),
    path("styleguide/sign-in/", views.sample_plain, name="sample-plain"),
    path("styleguide/error/", views.sample_error, name="sample-error"),
    path("styleguide/picker/", views.sample_picker, name="sample-picker"),
]
