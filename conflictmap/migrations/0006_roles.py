"""Say what else than adding and changing may be permitted, and make the groups of reporters, editors and publishers."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

LOOK = [f'view_{model}' for model in ('report', 'mention', 'claim', 'strike', 'place', 'source', 'actor', 'theatre', 'release')]
ROLES = {
    'Reporters': [*LOOK, 'add_report'],
    'Editors': [
        *LOOK, 'view_notice', 'change_mention', 'change_notice',
        *(f'{verb}_{model}' for model in ('report', 'claim', 'strike', 'place', 'source') for verb in ('add', 'change')),
        *(f'{verb}_{model}' for model in ('claim', 'strike') for verb in ('withdraw', 'sign_off')),
    ],
    'Publishers': [
        *LOOK, 'view_notice', 'withdraw_claim', 'withdraw_strike', 'publish_theatre', 'hold_back_theatre',
    ],
}  # fmt: skip


def make_roles(apps, schema_editor):
    # Django makes permissions after the last migration; on a new database none is there yet.
    config = apps.get_app_config('conflictmap')
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0, using=schema_editor.connection.alias)
    config.models_module = None
    group_model, permission_model = apps.get_model('auth', 'Group'), apps.get_model('auth', 'Permission')
    for name, codenames in ROLES.items():
        group, _ = group_model.objects.get_or_create(name=name)
        # What an installation has given a group besides stays its own.
        group.permissions.add(
            *permission_model.objects.filter(content_type__app_label='conflictmap', codename__in=codenames)
        )


class Migration(migrations.Migration):

    dependencies = [
        ('conflictmap', '0005_tell_stories'),
        ('auth', '0012_alter_user_first_name_max_length'),
        ('contenttypes', '0002_remove_content_type_name'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='claim',
            options={'ordering': ['date_start', 'id'], 'permissions': [('withdraw_claim', 'Can withdraw a claim'), ('sign_off_claim', 'Can sign off a claim of another editor')]},
        ),
        migrations.AlterModelOptions(
            name='strike',
            options={'ordering': ['date_start', 'id'], 'permissions': [('withdraw_strike', 'Can withdraw a strike'), ('sign_off_strike', 'Can sign off a strike of another editor')]},
        ),
        migrations.AlterModelOptions(
            name='theatre',
            options={'ordering': ['name'], 'permissions': [('publish_theatre', 'Can publish a theatre'), ('hold_back_theatre', 'Can hold back what a theatre publishes')]},
        ),
        migrations.RunPython(make_roles, migrations.RunPython.noop),
    ]
