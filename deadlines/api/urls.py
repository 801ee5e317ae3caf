"""API addresses of what is due."""

from django.urls import path

from deadlines.api.views import ReviewsDue

urlpatterns = [path("reviews-due/", ReviewsDue.as_view(), name="api_reviews_due")]
