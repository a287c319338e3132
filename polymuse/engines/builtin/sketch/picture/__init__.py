"""The picture: a staging in motion, drawn frame after frame as the camera sees it."""
