"""Give the reports that are there already what copies of them are known by."""

from django.db import migrations

from conflictmap.core.story import story_key, story_marks


def tell_stories(apps, schema_editor):
    report_model, mark_model = apps.get_model('conflictmap', 'Report'), apps.get_model('conflictmap', 'StoryMark')
    for report in report_model.objects.filter(is_summary=False, story='').only('id', 'text').iterator(chunk_size=200):
        report_model.objects.filter(pk=report.pk).update(story=story_key(report.text))
        marks = [mark_model(report_id=report.pk, mark=mark) for mark in story_marks(report.text)]
        mark_model.objects.bulk_create(marks, ignore_conflicts=True)


class Migration(migrations.Migration):

    dependencies = [
        ('conflictmap', '0004_stories_and_versions'),
    ]

    operations = [
        migrations.RunPython(tell_stories, migrations.RunPython.noop),
    ]
