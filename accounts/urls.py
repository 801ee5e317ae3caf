"""Addresses of accounts."""

from django.urls import path

from accounts.views import agencies, keeping, people, staff, terms, welcome

urlpatterns = [
    path("people/", people.PeoplePage.as_view(), name="people"),
    path("people/invite/", people.ChooseAgency.as_view(), name="people_choose_agency"),
    path("people/invite/adviser/", people.InvitePage.as_view(), name="people_invite_adviser"),
    path("people/invite/<uuid:agency_id>/", people.InvitePage.as_view(), name="people_invite"),
    path("people/dormant/", people.DormantPage.as_view(), name="people_dormant"),
    path("people/moves/<uuid:move_id>/", keeping.DecideMove.as_view(), name="people_move"),
    path("people/outside/<uuid:outside_id>/", agencies.DecideOutside.as_view(), name="people_outside"),
    path("people/agencies/", agencies.AgenciesPage.as_view(), name="people_agencies"),
    path("people/agencies/<uuid:agency_id>/", agencies.AgencyPage.as_view(), name="people_agency"),
    path("people/agencies/<uuid:agency_id>/sign-in/", agencies.DecideSignIn.as_view(), name="people_agency_sign_in"),
    path("people/agencies/<uuid:agency_id>/domains/", agencies.RegisterDomain.as_view(), name="people_agency_domain"),
    path(
        "people/agencies/<uuid:agency_id>/domains/<uuid:domain_id>/end/",
        agencies.EndDomain.as_view(),
        name="people_agency_domain_end",
    ),
    path("people/<uuid:account_id>/", people.PersonPage.as_view(), name="person"),
    path("people/<uuid:account_id>/role/", keeping.GiveRole.as_view(), name="person_role"),
    path("people/<uuid:account_id>/roles/<int:holding_id>/end/", keeping.EndRole.as_view(), name="person_role_end"),
    path("people/<uuid:account_id>/job/", keeping.ChangeJob.as_view(), name="person_job"),
    path("people/<uuid:account_id>/remove/", keeping.Remove.as_view(), name="person_remove"),
    path("people/<uuid:account_id>/release/", agencies.ReleaseBinding.as_view(), name="person_release"),
    path("people/<uuid:account_id>/enable/", keeping.Enable.as_view(), name="person_enable"),
    path("people/<uuid:account_id>/invitation/", keeping.InviteAgain.as_view(), name="person_invite_again"),
    path("people/<uuid:account_id>/move/", keeping.ProposeMove.as_view(), name="person_move"),
    path("people/<uuid:account_id>/move/withdraw/", keeping.WithdrawMove.as_view(), name="person_move_withdraw"),
    path("welcome/<str:token>/", welcome.WelcomeLink.as_view(), name="welcome_link"),
    path("welcome/", welcome.Welcome.as_view(), name="welcome"),
    path("terms/", terms.TermsPage.as_view(), name="terms"),
    path("staff/", staff.EnterPage.as_view(), name="staff"),
    path("staff/leave/", staff.LeavePage.as_view(), name="staff_leave"),
    path("staff/accounts/", staff.FindAccount.as_view(), name="staff_accounts"),
    path("staff/accounts/<uuid:account_id>/", staff.AccountStanding.as_view(), name="staff_account"),
    path("staff/uses/<uuid:use_id>/", staff.UsePage.as_view(), name="staff_use"),
    path("staff/uses/", staff.UsesPage.as_view(), name="staff_uses"),
]
