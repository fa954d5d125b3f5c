-- What a file waits for that could not be had: it is tried once more when that is there. And what
-- captions that came with a stream say of themselves.
ALTER TABLE snapshot_media ADD COLUMN again TEXT CHECK (again IN ('ffmpeg', 'another day'));
ALTER TABLE snapshot_media ADD COLUMN lang TEXT;
ALTER TABLE snapshot_media ADD COLUMN name TEXT;
CREATE INDEX snapshot_media_again ON snapshot_media (again) WHERE again IS NOT NULL;
-- The words are our own, of the versions before this one.
UPDATE snapshot_media SET again = 'ffmpeg'
WHERE state = 'not to be had' AND detail LIKE '%are joined by ffmpeg, which is not installed here%';
UPDATE snapshot_media SET again = 'another day'
WHERE state = 'not to be had' AND role = 'media'
  AND (detail LIKE 'Its server answered 5__.%' OR detail LIKE 'Its server answered 429.%');
